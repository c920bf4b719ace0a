# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where one person was held, stretch after stretch, with every gap drawn.

A gap is never closed by guessing: a status holds only for the time its source speaks of, and what comes after
is "nothing known" until somebody says more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tocsin.casefile.facts import QuestionAsked, predicates
from tocsin.casefile.facts.parts import Polarity
from tocsin.casefile.facts.predicates import EPISODE, PREDICATES
from tocsin.casefile.picture.accounts import stretch
from tocsin.casefile.picture.case import CasePicture, Claim
from tocsin.vault.kinds import Recorded

# At liberty, or beyond anybody's reach: after these, silence is no gap in a detention trace.
NOT_HELD = frozenset(("free", "released", "released_conditions", "escaped", "in_hiding_or_relocated", "dead"))
HELD = frozenset(
    (
        "held_unacknowledged",
        "held_whereabouts_withheld",
        "in_transfer",
        "held_police",
        "held_administrative",
        "held_pretrial",
        "house_arrest",
        "serving_sentence",
        "psychiatric",
        "private_captivity",
    )
)
_ACKNOWLEDGED = frozenset(("ack_place_withheld", "ack_place_disclosed"))


@dataclass(frozen=True, slots=True)
class Reach:
    """A moment between two others; ``latest`` is exclusive."""

    earliest: datetime
    latest: datetime

    def join(self, other: Reach) -> Reach:
        return Reach(min(self.earliest, other.earliest), max(self.latest, other.latest))


@dataclass(frozen=True, slots=True)
class Stretch:
    """One row: a status from its begin to its end, or a gap (no status) in which nothing is known."""

    status: str | None
    begin: Reach
    end: Reach
    claims: tuple[Claim, ...] = ()
    acknowledged: bool = False
    differs: bool = False
    open_ended: bool = False
    asked: tuple[Recorded[QuestionAsked], ...] = ()

    @property
    def gap(self) -> bool:
        return self.status is None

    @property
    def held(self) -> bool:
        return self.status in HELD


def taken(picture: CasePicture, person: str) -> Reach | None:
    """When this person was last taken, by the whole reach of what anybody said of that time."""
    said = [claim.fact.value.time for claim in picture.about(person, "taken") if _asserted(claim)]
    reaches = sorted(
        (Reach(time.earliest, time.latest) for time in said if time and time.earliest and time.latest),
        key=lambda reach: (reach.latest, reach.earliest),
        reverse=True,
    )
    newest: Reach | None = None
    for reach in reaches:
        if newest is None:
            newest = reach
        elif newest.earliest - reach.latest <= EPISODE:
            newest = newest.join(reach)
    return newest


def _asserted(claim: Claim) -> bool:
    return claim.fact.polarity is Polarity.ASSERTED


def trace(picture: CasePicture, person: str, now: datetime) -> tuple[Stretch, ...]:
    """Every stretch from the taking until now, in order."""
    said = _said(picture, person, now)
    started = taken(picture, person)
    rows: list[Stretch] = []
    reached = started
    for row in said:
        if reached is not None and row.begin.earliest > reached.latest:
            rows.append(_gap(picture, person, reached, row.begin))
        rows.append(row)
        reached = _later(reached, row.end)
    if reached is not None and not (said and said[-1].status in NOT_HELD) and now > reached.latest:
        rows.append(_gap(picture, person, reached, Reach(now, now), open_ended=True))
    return tuple(rows)


def _later(reached: Reach | None, end: Reach) -> Reach:
    return end if reached is None or end.latest > reached.latest else reached


def _said(picture: CasePicture, person: str, now: datetime) -> list[Stretch]:
    """The statuses somebody gave, claims of one status that overlap joined, in order of their begin."""
    claims = [
        claim
        for claim in picture.about(person, "detention_status")
        if _asserted(claim) and claim.fact.value.term and stretch(claim)
    ]
    groups: list[list[Claim]] = []
    for claim in sorted(claims, key=lambda each: stretch(each) or (now, now)):
        if groups and _joins(groups[-1], claim):
            groups[-1].append(claim)
        else:
            groups.append([claim])
    rows = [_row(picture, person, group) for group in groups]
    return [_marked(row, rows) for row in rows]


def _joins(group: Sequence[Claim], claim: Claim) -> bool:
    span = stretch(claim)
    return (
        group[0].fact.value.term == claim.fact.value.term
        and span is not None
        and span[0] <= _end(group).latest
    )


def _begin(group: Sequence[Claim]) -> Reach:
    times = [claim.fact.event_time for claim in group]
    reaches = [Reach(t.earliest, t.latest or t.earliest) for t in times if t and t.earliest]
    return min(reaches, key=lambda reach: (reach.earliest, reach.latest))


def _end(group: Sequence[Claim]) -> Reach:
    times = [claim.fact.until or claim.fact.event_time for claim in group]
    reaches = [Reach(t.earliest or t.latest, t.latest) for t in times if t and t.latest]
    return max(reaches, key=lambda reach: (reach.latest, reach.earliest))


def _row(picture: CasePicture, person: str, group: Sequence[Claim]) -> Stretch:
    begin, end = _begin(group), _end(group)
    known = _acknowledged(picture, person, begin, end)
    return Stretch(group[0].fact.value.term, begin, end, tuple(group), acknowledged=known)


def _acknowledged(picture: CasePicture, person: str, begin: Reach, end: Reach) -> bool:
    for claim in picture.about(person, "acknowledgement"):
        span = stretch(claim)
        admits = claim.fact.value.term in _ACKNOWLEDGED and _asserted(claim)
        if admits and span and span[0] < end.latest and begin.earliest < span[1]:
            return True
    return False


def _marked(row: Stretch, rows: Sequence[Stretch]) -> Stretch:
    status = PREDICATES["detention_status"]
    for other in rows:
        overlap = row.begin.earliest < other.end.latest and other.begin.earliest < row.end.latest
        clash = not predicates.agree(status, row.claims[0].fact.value, other.claims[0].fact.value)
        if other is not row and overlap and clash:
            return replace(row, differs=True)
    return row


def _gap(
    picture: CasePicture, person: str, after: Reach, before: Reach, *, open_ended: bool = False
) -> Stretch:
    asked = tuple(
        entry
        for entry in picture.questions.values()
        if person in entry.fact.about and _within(entry.fact, after, before)
    )
    return Stretch(None, after, before, open_ended=open_ended, asked=asked)


def _within(question: QuestionAsked, after: Reach, before: Reach) -> bool:
    asked = question.asked_at.earliest
    return asked is not None and after.earliest <= asked < before.latest + timedelta(seconds=1)


def last_status(picture: CasePicture, person: str, now: datetime) -> tuple[Stretch, ...]:
    """What was last said of this person, and what else was said of the same time, if anything."""
    said = _said(picture, person, now)
    if not said:
        return ()
    newest = max(said, key=lambda row: (row.end.latest, row.begin.earliest))
    return tuple(
        row for row in said if row is newest or (row.differs and row.end.latest > newest.begin.earliest)
    )
