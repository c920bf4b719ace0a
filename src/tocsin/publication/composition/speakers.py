# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader may be told about who speaks: a role, or the name of a paper or body, never more by default.

An unknown speaker is "another person": a chain such as "father of" someone would itself give the someone
away.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tocsin.casefile.facts import Attribution, ClaimRecorded
from tocsin.casefile.picture import CasePicture
from tocsin.publication import wording
from tocsin.values.names_folding import words

ROLES = {
    "affected": "victim",
    "witness": "witness",
    "relative": "relative",
    "legal_representative": "relative",
    "counsel": "counsel",
    "coordinator": "own_staff",
    "official": "official",
    "alleged_perpetrator": "perpetrator",
}
NAMED = "named"
OURS = frozenset({"counsel", "own_staff"})
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Speaker:
    """How one speaker is called in what leaves: ``code`` from the table of speakers, or ``named`` with a
    name.
    """

    code: str
    name: str = ""

    def who(self, language: str) -> str:
        return wording.speaker(self.code, "who", language, self.name)

    def by(self, language: str) -> str:
        return wording.speaker(self.code, "by", language, self.name)

    def citing(self, language: str) -> str:
        return wording.speaker(self.code, "citing", language, self.name)

    def mark(self, language: str) -> str:
        """A pattern that any sentence about this speaker's words must match."""
        return re.escape(self.name) if self.code == NAMED else wording.speaker(self.code, "mark", language)


OTHER = Speaker("third_party")
NOBODY = Speaker(UNKNOWN)


def key_of(link: Attribution) -> str:
    """One key for one speaker, as the case file counts them."""
    return link.speaker_id or " ".join(words(link.speaker))


def speakers_of(
    picture: CasePicture, claims: Iterable[ClaimRecorded], members: Collection[str], lawyers: Collection[str]
) -> dict[str, Speaker]:
    """What each speaker is called unless the proposer chooses otherwise."""
    found: dict[str, Speaker] = {}
    for claim in claims:
        for link in claim.chain:
            found.setdefault(key_of(link), _speaker(picture, claim, link, members, lawyers))
    return found


def _speaker(
    picture: CasePicture,
    claim: ClaimRecorded,
    link: Attribution,
    members: Collection[str],
    lawyers: Collection[str],
) -> Speaker:
    if not link.stated:
        return NOBODY
    if link.speaker_id in members:
        return Speaker("counsel" if link.speaker_id in lawyers else "own_staff")
    person = picture.people.get(link.speaker_id or "")
    if person is not None:
        return Speaker(ROLES.get(person.fact.role, "third_party"))
    if not link.protected and _is_publisher(picture, claim, link):
        return Speaker(NAMED, link.speaker)
    return OTHER


def _is_publisher(picture: CasePicture, claim: ClaimRecorded, link: Attribution) -> bool:
    source = picture.sources.get(claim.carrier)
    return source is not None and words(link.speaker) == words(source.fact.publisher) != ()
