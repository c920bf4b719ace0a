# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a revision may be made of: the chosen claims, numbered; the people, and what of them may be said.

Nothing is published because nobody forbade it: a predicate must be on the list, a name must be allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from tocsin.casefile.facts import (
    Attribution,
    ClaimRecorded,
    QuestionAsked,
    Sensitivity,
    ValueKind,
    VisitAttempted,
)
from tocsin.casefile.picture import CasePicture, Claim, Dispute, disputes, names, protection
from tocsin.publication import wording
from tocsin.publication.composition.speakers import NOBODY, OTHER, Speaker, key_of
from tocsin.publication.facts import Named
from tocsin.vault.ids import EntryId
from tocsin.vault.kinds import Recorded

FINE = frozenset({"point", "building", "street"})
MET = frozenset({"met_private", "met_not_private", "present_at_questioning"})


@dataclass(frozen=True, slots=True)
class Choices:
    """What the proposer decided: which records in which order, how speakers are called, whose name may
    stand there.
    """

    entries: tuple[EntryId, ...]
    speakers: Mapping[str, Speaker]
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Someone:
    """A person at risk as readers may know them; ``names`` is empty where the name is withheld."""

    id: str
    minor: bool
    age: int | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One record behind the page: a claim, a visit, a question. ``number`` is what sentences refer to."""

    number: int
    entry: EntryId
    record: Recorded[Any]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that composing and checking needs."""

    people: Mapping[str, Someone]
    claims: tuple[Claim, ...]
    visits: tuple[Recorded[VisitAttempted], ...]
    questions: tuple[Recorded[QuestionAsked], ...]
    statements: tuple[Statement, ...]
    disputes: tuple[Dispute, ...]
    speakers: Mapping[str, Speaker]
    picture: CasePicture
    as_of: datetime
    zone: tzinfo

    def number(self, entry: EntryId) -> int:
        return next((one.number for one in self.statements if one.entry == entry), 0)

    def numbers(self, *records: Recorded[Any]) -> tuple[int, ...]:
        return tuple(sorted({number for one in records if (number := self.number(one.id))}))

    def speaker(self, link: Attribution) -> Speaker:
        """How a speaker is called; one whom nobody has described yet is another person."""
        return self.speakers.get(key_of(link), OTHER) if link.stated else NOBODY

    def chain(self, claim: Claim) -> tuple[Speaker, ...]:
        return tuple(map(self.speaker, claim.fact.chain))

    def record(self, number: int) -> Recorded[Any] | None:
        found = [one.record for one in self.statements if one.number == number]
        return found[0] if found else None


def may_leave(claim: Claim) -> bool:
    """Whether a claim may be chosen at all: its predicate is listed, it is not sensitive, and it says
    something.
    """
    value, place = claim.fact.value, claim.fact.value.place
    if value.kind in (ValueKind.UNKNOWN, ValueKind.REFUSED) or claim.fact.sensitivity is not Sensitivity.NONE:
        return False
    if place is not None and (
        place.restricted or (claim.fact.predicate == "place" and place.precision in FINE)
    ):
        return False
    if value.term in ("safe_house", "relative_home", "in_hiding_or_relocated"):
        return False
    return wording.publishable(claim.fact.predicate) or claim.fact.predicate in ("age", "official_position")


def candidates(picture: CasePicture) -> tuple[Recorded[Any], ...]:
    """Every record that a revision may rest on, claims first, in the order recorded."""
    claims = (claim for claim in picture.live() if may_leave(claim))
    return (*claims, *picture.visits.values(), *picture.questions.values())


def gather(picture: CasePicture, choices: Choices, *, as_of: datetime, zone: tzinfo) -> Material:
    """Number what was chosen, in the order it was chosen in. What is not here (yet) is left out."""
    known = {one.id: one for one in _records(picture)}
    records = [known[entry] for entry in choices.entries if entry in known]
    statements = tuple(Statement(number, one.id, one) for number, one in enumerate(records, 1))
    claims = tuple(one for one in records if isinstance(one.fact, ClaimRecorded))
    ids = frozenset(claim.fact.claim for claim in claims)
    return Material(
        people=_people(picture, choices, as_of, zone),
        claims=claims,
        visits=tuple(one for one in records if isinstance(one.fact, VisitAttempted)),
        questions=tuple(one for one in records if isinstance(one.fact, QuestionAsked)),
        statements=statements,
        disputes=tuple(one for one in disputes(picture) if _touches(one, ids)),
        speakers=choices.speakers,
        picture=picture,
        as_of=as_of,
        zone=zone,
    )


def _records(picture: CasePicture) -> Iterator[Recorded[Any]]:
    yield from picture.claims.values()
    yield from picture.visits.values()
    yield from picture.questions.values()


def _touches(dispute: Dispute, chosen: frozenset[str]) -> bool:
    return any(claim.fact.claim in chosen for account in dispute.accounts for claim in account.claims)


def _people(picture: CasePicture, choices: Choices, as_of: datetime, zone: tzinfo) -> dict[str, Someone]:
    named = {one.person for one in choices.named}
    affected = [key for key, one in picture.people.items() if one.fact.role == "affected"]
    return {key: _someone(picture, key, named, as_of, zone) for key in affected}


def _someone(picture: CasePicture, person: str, named: set[str], as_of: datetime, zone: tzinfo) -> Someone:
    minor = is_minor(picture, person, as_of, zone)
    said = {claim.fact.value.age.years for claim in picture.about(person, "age") if claim.fact.value.age}
    age = said.pop() if len(said) == 1 else None
    return Someone(person, minor, age, _names(picture, person) if person in named and not minor else {})


def is_minor(picture: CasePicture, person: str, as_of: datetime, zone: tzinfo) -> bool:
    """A minor now, or when anything told here happened: protected whatever other media did (R-20)."""
    guard = protection(picture, person, zone)
    days = [as_of.astimezone(zone).date()]
    times = [claim.fact.event_time for claim in picture.about(person)]
    times += [claim.fact.value.time for claim in picture.about(person, "taken")]
    days += [time.earliest.astimezone(zone).date() for time in times if time and time.earliest]
    return any(guard.protects(day) for day in days)


def _names(picture: CasePicture, person: str) -> dict[str, str]:
    spellings = names(picture, person)
    latin = next((name.full for name in spellings if name.script == "Latn"), "")
    cyrillic = next((name.full for name in spellings if name.script == "Cyrl"), "")
    first = latin or cyrillic or next((name.full for name in spellings), "")
    found = {"en": latin or first, "ru": cyrillic or first, "es": latin or first}
    return {language: name for language, name in found.items() if name}
