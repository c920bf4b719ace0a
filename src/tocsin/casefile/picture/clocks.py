# SPDX-License-Identifier: AGPL-3.0-or-later
"""What runs out, and how long someone has been without a lawyer: two bounds where the start is imprecise.

Act before the earlier hour, allege a breach only after the later (R-35). A clock that nobody settled stays on
the screen: silence is not compliance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from tocsin.casefile.facts import ClockSettled, DeadlineNoted, VisitAttempted
from tocsin.casefile.packs import LegalRule, rules_for
from tocsin.casefile.picture import detention, people
from tocsin.casefile.picture.case import CasePicture
from tocsin.casefile.picture.detention import Reach
from tocsin.vault.kinds import Recorded

SOON = timedelta(hours=12)
_MET_A_LAWYER = frozenset(("met_private", "met_not_private", "present_at_questioning"))


class ClockState(StrEnum):
    """Where now stands to the two due hours, or what a person decided."""

    RUNNING = "running"
    SOON = "soon"
    BETWEEN = "between"
    PASSED = "passed"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class LegalClock:
    """One rule for the people it runs for alike. ``due`` is None for a reminder without an hour."""

    rule: LegalRule
    people: tuple[str, ...]
    since: Reach
    due: Reach | None
    state: ClockState
    settled: Recorded[ClockSettled] | None = None


@dataclass(frozen=True, slots=True)
class WithoutCounsel:
    """How long somebody who is held has not seen a lawyer, at least and at most, and who tried."""

    people: tuple[str, ...]
    since: Reach
    least: timedelta
    most: timedelta
    attempts: tuple[Recorded[VisitAttempted], ...]
    met: Recorded[VisitAttempted] | None


def state_at(due: Reach, now: datetime) -> ClockState:
    if now >= due.latest:
        return ClockState.PASSED
    if now >= due.earliest:
        return ClockState.BETWEEN
    return ClockState.SOON if due.earliest - now <= SOON else ClockState.RUNNING


def legal_clocks(picture: CasePicture, now: datetime, zone: tzinfo) -> tuple[LegalClock, ...]:
    """Every clock of the case's packs for everyone taken, those of one hour together, most pressing first."""
    found: dict[tuple[str, Reach, ClockState, str], LegalClock] = {}
    for rule in rules_for(picture.opened.fact.jurisdictions if picture.opened else ()):
        for person in picture.people:
            clock = _clock(picture, rule, person, now, zone)
            if clock is None:
                continue
            key = (rule.id, clock.since, clock.state, clock.settled.id if clock.settled else "")
            before = found.get(key)
            everyone = (*(before.people if before else ()), person)
            found[key] = LegalClock(rule, everyone, clock.since, clock.due, clock.state, clock.settled)
    return tuple(sorted(found.values(), key=_urgency))


def _urgency(clock: LegalClock) -> tuple[bool, float]:
    open_states = (ClockState.RUNNING, ClockState.SOON, ClockState.BETWEEN, ClockState.PASSED)
    return (clock.state not in open_states, clock.due.earliest.timestamp() if clock.due else 0.0)


def _clock(
    picture: CasePicture, rule: LegalRule, person: str, now: datetime, zone: tzinfo
) -> LegalClock | None:
    since = detention.taken(picture, person)
    if since is None or (rule.minors_only and not _was_minor(picture, person, since, zone)):
        return None
    due = None
    if rule.duration is not None:
        # A legal day is counted on the wall of the place, so months and hours are added to local time.
        first, last = since.earliest.astimezone(zone), since.latest.astimezone(zone)
        due = Reach(rule.duration.after(first), rule.duration.after(last))
    settled = picture.settled.get(f"{rule.id} {person}")
    state = ClockState(settled.fact.outcome.value) if settled else _running(due, now)
    return LegalClock(rule, (person,), since, due, state, settled)


def _running(due: Reach | None, now: datetime) -> ClockState:
    return state_at(due, now) if due else ClockState.REMINDER


def _was_minor(picture: CasePicture, person: str, since: Reach, zone: tzinfo) -> bool:
    return people.protection(picture, person, zone).protects(since.earliest.astimezone(zone).date())


def without_counsel(picture: CasePicture, now: datetime) -> tuple[WithoutCounsel, ...]:
    """One row for those taken together who had the same attempts; whoever was released is not counted."""
    rows: dict[tuple[Reach, tuple[str, ...], str], WithoutCounsel] = {}
    for person in picture.people:
        since = detention.taken(picture, person)
        if since is None or _is_free(picture, person, now):
            continue
        attempts = attempts_for(picture, person)
        met = next((visit for visit in attempts if _MET_A_LAWYER.intersection(visit.fact.outcomes)), None)
        key = (since, tuple(visit.fact.visit for visit in attempts), met.fact.visit if met else "")
        before = rows.get(key)
        everyone = (*(before.people if before else ()), person)
        until = _met_at(met) or now
        least, most = max(until - since.latest, timedelta(0)), max(until - since.earliest, timedelta(0))
        rows[key] = WithoutCounsel(everyone, since, least, most, attempts, met)
    return tuple(rows.values())


def _is_free(picture: CasePicture, person: str, now: datetime) -> bool:
    last = detention.last_status(picture, person, now)
    return bool(last) and all(row.status in detention.NOT_HELD for row in last)


def _met_at(visit: Recorded[VisitAttempted] | None) -> datetime | None:
    return visit.fact.arrived.earliest if visit else None


def attempts_for(picture: CasePicture, person: str) -> tuple[Recorded[VisitAttempted], ...]:
    """Every attempt to reach this person, the newest first."""
    mine = [visit for visit in picture.visits.values() if person in visit.fact.people]
    return tuple(sorted(mine, key=lambda visit: visit.fact.arrived.earliest or visit.at, reverse=True))


def open_deadlines(picture: CasePicture) -> Sequence[Recorded[DeadlineNoted]]:
    """Noted deadlines that nobody has closed, soonest first; one without an hour comes last."""
    waiting = [entry for key, entry in picture.deadlines.items() if key not in picture.done]
    return sorted(
        waiting, key=lambda entry: (entry.fact.due.earliest is None, entry.fact.due.earliest or entry.at)
    )
