# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be written about sources: the page as it came, what a program read out of it, what a person decided.

All of it stands in the case's own log. Only a machine makes drafts, only a person makes claims of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tocsin.values.times import TimeExpr
from tocsin.vault.files import SealedFile
from tocsin.vault.kinds import LogClass, fact


@fact("source.archived/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class SourceArchived:
    """The bytes of a page were sealed before anything was read out of them; ``how`` is pasted or uploaded."""

    source: str
    file: SealedFile
    how: str
    url: str = ""
    seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the decoded page. ``reason`` says why it was left out; a line of the story has none."""

    start: int
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DraftProposed:
    """Exact words of the page and what a program takes them to say; ``chain`` runs from carrier to originator."""

    kind: str
    start: int
    end: int
    text: str
    value: dict[str, str | int | bool | None] = field(default_factory=dict)
    cue: str | None = None
    chain: tuple[str, ...] = ()
    anchor: str | None = None
    minor: bool = False
    time: TimeExpr | None = None


@fact("source.read/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class SourceRead:
    """One derivation of a source by a named version of the reader; reading again writes another."""

    source: str
    extractor: str
    language: str
    carrier: str
    title: str = ""
    standfirst: str = ""
    byline: str = ""
    published: TimeExpr | None = None
    lines: tuple[SourceLine, ...] = ()
    drafts: tuple[DraftProposed, ...] = ()


@fact("draft.accepted/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class DraftAccepted:
    """A person confirmed that the page says this; the claim stands in the same append."""

    source: str
    draft: int
    claim: str


@fact("draft.rejected/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class DraftRejected:
    """A person found that the page does not say this."""

    source: str
    draft: int


@fact("draft.reopened/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class DraftReopened:
    """A decision was taken back; a claim made of the draft is retracted in the same append."""

    source: str
    draft: int


@fact("line.kept/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class LineKept:
    """A person says that a line which was left out belongs to the story."""

    source: str
    start: int


KINDS: tuple[type, ...] = (
    SourceArchived,
    SourceRead,
    DraftAccepted,
    DraftRejected,
    DraftReopened,
    LineKept,
)
