# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is out for one alarm, what they saw, and what became of each photograph, drawn from its own log.

It only draws: two nodes may number alike or arrive twice, and that is shown, never raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from tocsin.callout import facts
from tocsin.callout.facts import CustodyNoted, ObservationNoted, Photo
from tocsin.vault.ids import MemberId
from tocsin.vault.kinds import Recorded

WORD_EVERY = timedelta(minutes=30)
Entry = Recorded[Any]


class Where(StrEnum):
    """Where a member stands who went, or did not yet."""

    NOT_OUT = "not_out"
    ON_THE_WAY = "on_the_way"
    ON_SCENE = "on_scene"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Trip:
    """One member's way there and back. ``word_at`` is when word of her last reached the log."""

    member: MemberId
    set_out_at: datetime
    word_at: datetime
    arrived_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def out(self) -> bool:
        return self.left_at is None

    @property
    def where(self) -> Where:
        if not self.out:
            return Where.LEFT
        return Where.ON_SCENE if self.arrived_at else Where.ON_THE_WAY

    @property
    def due(self) -> datetime:
        """When her next word is due: the bell counts the same minutes from the same entries."""
        return self.word_at + WORD_EVERY

    def late(self, now: datetime) -> bool:
        return self.out and now >= self.due


@dataclass(frozen=True, slots=True)
class Response:
    """How long it took, from the call: None where it has not come to that."""

    to_set_out: timedelta
    to_scene: timedelta | None


def response(received_at: datetime, trip: Trip) -> Response:
    """The response clock of one trip; a time told as before the call counts as no time at all."""
    nothing = timedelta()
    arrived = max(trip.arrived_at - received_at, nothing) if trip.arrived_at else None
    return Response(max(trip.set_out_at - received_at, nothing), arrived)


@dataclass(frozen=True, slots=True)
class Callout:
    """Everything that one alarm's log says about going there. ``odd`` is what only a sync brings about."""

    trips: tuple[Trip, ...] = ()
    observations: tuple[Recorded[ObservationNoted], ...] = ()
    custody: tuple[Recorded[CustodyNoted], ...] = ()
    help: tuple[Recorded[facts.HelpNeeded], ...] = ()
    odd: tuple[str, ...] = ()

    def trip(self, member: MemberId) -> Trip | None:
        """Her last trip: whoever left may set out again."""
        return next((one for one in reversed(self.trips) if one.member == member), None)

    def where(self, member: MemberId) -> Where:
        trip = self.trip(member)
        return trip.where if trip else Where.NOT_OUT

    @property
    def out(self) -> tuple[Trip, ...]:
        return tuple(trip for trip in self.trips if trip.out)

    @property
    def next_number(self) -> int:
        return max((one.fact.number for one in self.observations), default=0) + 1

    def photo(self, file: str) -> tuple[Recorded[ObservationNoted], int, Photo] | None:
        """A photograph by its file's id, with the observation that it belongs to and its place there."""
        for one in self.observations:
            for place, photo in enumerate(one.fact.photos, start=1):
                if photo.file.id == file:
                    return one, place, photo
        return None

    def held(self, file: str) -> tuple[Recorded[CustodyNoted], ...]:
        """The chain of custody of one file, oldest first."""
        return tuple(one for one in self.custody if one.fact.file == file)


def together(callouts: Iterable[Callout]) -> Callout:
    """One picture of an alarm that two nodes copied into two logs without knowing of each other."""
    first, *others = callouts
    for one in others:
        first = Callout(
            trips=tuple(sorted(first.trips + one.trips, key=lambda trip: trip.set_out_at)),
            observations=tuple(sorted(first.observations + one.observations, key=lambda each: each.at)),
            custody=first.custody + one.custody,
            help=first.help + one.help,
            odd=first.odd + one.odd,
        )
    return first


class CalloutFold:
    """How it is drawn, one entry at a time."""

    def empty(self) -> Callout:
        return Callout()

    def step(self, state: Callout, entry: Entry) -> Callout:
        draw = _STEPS.get(type(entry.fact))
        return draw(state, entry) if draw else state


def _set_out(state: Callout, entry: Entry) -> Callout:
    known = state.trip(entry.by)
    if known and known.out:
        return _odd(state, entry, "set out twice")
    return replace(state, trips=(*state.trips, Trip(entry.by, entry.fact.happened_at, entry.at)))


def _arrived(state: Callout, entry: Entry) -> Callout:
    known = state.trip(entry.by)
    if known is None or not known.out:
        return _odd(state, entry, "arrived without having set out")
    if known.arrived_at:
        return _word(_odd(state, entry, "arrived twice"), entry.by, entry)
    return _word(state, entry.by, entry, arrived_at=entry.fact.happened_at)


def _reported(state: Callout, entry: Entry) -> Callout:
    return _word(state, entry.fact.of or entry.by, entry)


def _help(state: Callout, entry: Entry) -> Callout:
    return _word(replace(state, help=(*state.help, entry)), entry.by, entry)


def _left(state: Callout, entry: Entry) -> Callout:
    who = entry.fact.of or entry.by
    if state.where(who) in (Where.NOT_OUT, Where.LEFT):
        return _odd(state, entry, "left without being out")
    return _word(state, who, entry, left_at=entry.fact.happened_at)


def _noted(state: Callout, entry: Entry) -> Callout:
    if entry.fact.number != state.next_number:
        state = _odd(state, entry, f"numbered {entry.fact.number} out of turn")
    return _word(replace(state, observations=(*state.observations, entry)), entry.by, entry)


def _custody(state: Callout, entry: Entry) -> Callout:
    return replace(state, custody=(*state.custody, entry))


def _word(state: Callout, who: MemberId, entry: Entry, **changes: Any) -> Callout:
    """Word of a member who is out puts her next one off; entries of two nodes may come in any order."""
    known = state.trip(who)
    if known is None or not known.out:
        return state
    new = replace(known, word_at=max(known.word_at, entry.at), **changes)
    return replace(state, trips=tuple(new if one is known else one for one in state.trips))


def _odd(state: Callout, entry: Entry, what: str) -> Callout:
    return replace(state, odd=(*state.odd, f"{what} ({entry.id[:8]})"))


_STEPS: Mapping[type, Callable[[Callout, Entry], Callout]] = {
    facts.SetOut: _set_out,
    facts.Arrived: _arrived,
    facts.Reported: _reported,
    facts.HelpNeeded: _help,
    facts.Left: _left,
    facts.ObservationNoted: _noted,
    facts.CustodyNoted: _custody,
}
