# SPDX-License-Identifier: AGPL-3.0-or-later
"""What publication writes: a revision proposed, approved by a second member, published in clear, withdrawn.

The whole public text stands in the fact, so that what two people approved and what a reader got are one hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.vault.ids import EntryId
from tocsin.vault.kinds import LogClass, fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One published sentence; ``rests_on`` counts statements of this revision from 1."""

    text: str
    rests_on: tuple[int, ...] = ()
    quoted: str = ""  # the language of the words between quotation marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One of several accounts that differ."""

    value: str
    by: str
    rests_on: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A question on which accounts differ; they stand in the order in which they were recorded."""

    question: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What an authority said, or that it was asked and did not answer."""

    who: str
    says: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """One line of what is not published, in words that give nothing away, and its reason
    (V:redaction_reason).
    """

    what: str
    why: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Who said so, as a reader may see it; ``who`` is empty where the source names nobody."""

    who: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """From us to whoever knew, for the statement with this number, and what it says in a few words."""

    number: int
    says: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an earlier revision said, and what stands now; it stays on the page for good."""

    at: datetime
    revision: int
    words: tuple[Worded, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The page in one language. ``state`` is how the status is marked: ``refused``, ``met`` or not at all."""

    language: str
    title: str
    state: str
    status: Sentence | None
    known: tuple[tuple[Sentence, ...], ...]
    differ: tuple[Difference, ...]
    authorities: tuple[Position, ...]
    unknown: tuple[Sentence, ...]
    withheld: tuple[Withheld, ...]
    chains: tuple[Chain, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything a reader gets. Its canonical bytes are what the two approvals name."""

    code: str
    revision: int
    organisation: str
    timezone: str
    telephone: str
    as_of: datetime
    editions: tuple[Edition, ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person whose name is published, on whose word (V:consent_basis), and how it was given."""

    person: str
    basis: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """How the proposer calls a speaker in public: a code of the table of speakers, or ``named`` with the
    name.
    """

    speaker: str
    code: str
    name: str


@fact("publication.proposed/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationProposed:
    """A member proposes a revision, which approves it once.

    ``statements`` are the records behind it, statement 1 first; ``disclosed`` are further entries that its
    evidence package will hold, so that whoever approves the text approves that list too.
    """

    content: Content
    sha256: str
    statements: tuple[EntryId, ...]
    disclosed: tuple[EntryId, ...]
    named: tuple[Named, ...]
    called: tuple[Called, ...]
    risk: str


@fact("publication.approved/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationApproved:
    """Another member approves exactly these bytes and this list of what the package discloses."""

    proposal: EntryId
    code: str
    revision: int
    sha256: str


@fact("publication.published/1", log=LogClass.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationPublished:
    """The approved revision in the clear: everything that a relay shows comes from here."""

    content: Content
    sha256: str


@fact("publication.withdrawn/1", log=(LogClass.CASE, LogClass.PUBLIC))
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationWithdrawn:
    """Readers no longer get this revision; that it existed, when and why it went stays listed."""

    code: str
    revision: int
    words: tuple[Worded, ...]


@fact("publication.exported/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True, kw_only=True)
class PackageExported:
    """An evidence package left: for whom, and the hash of the list of all its files but this very entry."""

    code: str
    revision: int
    recipient: str
    payload_sha256: str


KINDS: tuple[type, ...] = (
    PublicationProposed,
    PublicationApproved,
    PublicationPublished,
    PublicationWithdrawn,
    PackageExported,
)
