# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which accounts exclude each other, computed from the claims each time and never stored.

Accounts stand side by side in the order they were recorded, whoever they come from; nothing here weighs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from tocsin.casefile.facts import AssessmentWritten, predicates
from tocsin.casefile.facts.parts import Polarity, Value, ValueKind
from tocsin.casefile.facts.predicates import PREDICATES, Predicate
from tocsin.casefile.picture import chains
from tocsin.casefile.picture.case import CasePicture, Claim
from tocsin.vault.kinds import Recorded


class DisputeKind(StrEnum):
    """What the accounts differ in."""

    VALUE = "value"
    TIME = "time"
    EXISTENCE = "existence"


@dataclass(frozen=True, slots=True)
class Account:
    """One version: every claim that states it, and how many people or bodies it goes back to."""

    value: Value
    polarity: Polarity
    claims: tuple[Claim, ...]
    originators: frozenset[str]
    carriers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two or more accounts of one thing that cannot all be so."""

    subject: str
    predicate: Predicate
    kind: DisputeKind
    accounts: tuple[Account, ...]
    assessments: tuple[Recorded[AssessmentWritten], ...] = ()

    @property
    def id(self) -> str:
        """Stable while its first claim stands; good for an anchor on a page, nothing more."""
        return self.accounts[0].claims[0].fact.claim


def accounts_of(claims: Iterable[Claim]) -> tuple[Account, ...]:
    """The claims of one question grouped by what they state, first recorded first."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.fact.polarity, *predicates.key(claim.fact.value)), []).append(claim)
    return tuple(_account(group) for group in groups.values())


def _account(group: Sequence[Claim]) -> Account:
    stated = [claim.fact for claim in group]
    counted, carried = chains.independent_originators(stated), chains.carriers(stated)
    return Account(stated[0].value, stated[0].polarity, tuple(group), counted, carried)


def disputes(picture: CasePicture) -> tuple[Dispute, ...]:
    """Every dispute of a case, in the order in which its first claim was recorded."""
    questions: dict[tuple[str, str, str | None], list[Claim]] = {}
    for claim in picture.live():
        if claim.fact.predicate in PREDICATES:
            question = (claim.fact.subject, claim.fact.predicate, claim.fact.value.person)
            questions.setdefault(question, []).append(claim)
    found: list[Dispute] = []
    for (subject, name, _person), claims in questions.items():
        if len(claims) > 1:
            found += _of_one_question(picture, subject, PREDICATES[name], claims)
    return tuple(found)


def _of_one_question(
    picture: CasePicture, subject: str, predicate: Predicate, claims: Sequence[Claim]
) -> Iterable[Dispute]:
    for group in _clashing(predicate, claims):
        accounts = accounts_of(group)
        yield Dispute(subject, predicate, _kind(predicate, accounts), accounts, _written_on(picture, group))


def _clashing(predicate: Predicate, claims: Sequence[Claim]) -> list[list[Claim]]:
    """Groups of claims linked by pairs that exclude each other."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for index, claim in enumerate(claims):
        # Claims that say the same of the same time exclude the same others: compare one of each.
        time = (claim.fact.event_time, claim.fact.until) if predicate.time_varying else ()
        alike.setdefault((claim.fact.polarity, claim.fact.value, *time), []).append(index)
    group_of: dict[int, set[int]] = {}
    for one, other in combinations(alike.values(), 2):
        if _exclude(predicate, claims[one[0]], claims[other[0]]):
            joined = {*one, *other} | group_of.get(one[0], set()) | group_of.get(other[0], set())
            for member in joined:
                group_of[member] = joined
    distinct = {id(group): group for group in group_of.values()}
    return [[claims[index] for index in sorted(group)] for group in distinct.values()]


def _exclude(predicate: Predicate, one: Claim, other: Claim) -> bool:
    if predicate.time_varying and not _same_time(one, other):
        return False
    if one.fact.polarity is not other.fact.polarity:
        return predicates.same(one.fact.value, other.fact.value)
    if one.fact.polarity is Polarity.DENIED or not predicate.functional:
        return False
    return not predicates.agree(predicate, one.fact.value, other.fact.value)


def _same_time(one: Claim, other: Claim) -> bool:
    # A claim without a time says nothing about when, so it cannot clash with a status of some moment.
    mine, theirs = stretch(one), stretch(other)
    if mine is None or theirs is None:
        return False
    return mine[0] < theirs[1] and theirs[0] < mine[1]


def stretch(claim: Claim) -> tuple[datetime, datetime] | None:
    """The time a claim speaks of, from its first to its last possible moment; None where either is open."""
    begin = claim.fact.event_time
    end = claim.fact.until or begin
    if begin is None or end is None or begin.earliest is None or end.latest is None:
        return None
    return (begin.earliest, end.latest) if begin.earliest < end.latest else None


def _kind(predicate: Predicate, accounts: Sequence[Account]) -> DisputeKind:
    if len({account.polarity for account in accounts}) > 1:
        return DisputeKind.EXISTENCE
    return DisputeKind.TIME if ValueKind.TIME in predicate.kinds else DisputeKind.VALUE


def _written_on(picture: CasePicture, claims: Sequence[Claim]) -> tuple[Recorded[AssessmentWritten], ...]:
    ids = {claim.fact.claim for claim in claims}
    superseded = {entry.fact.supersedes for entry in picture.assessments.values()}
    return tuple(
        entry
        for key, entry in picture.assessments.items()
        if key not in superseded and ids.intersection(entry.fact.claims)
    )
