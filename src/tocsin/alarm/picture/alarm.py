# SPDX-License-Identifier: AGPL-3.0-or-later
"""One alarm as it stands: who holds it, since when, who was woken, what came of it.

Timers are kept as "this entry, that many seconds": when they run out is for whoever has a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.alarm.facts.bell import CloseReason, FailureCause, Milestone
from tocsin.vault.ids import EntryId, LogId, MemberId, ParcelId


class Phase(StrEnum):
    """Where an alarm stands; ``second`` waits for the second person who agrees to close it."""

    RAISED = "raised"
    HELD = "held"
    SECOND = "second"
    CONVERTED = "converted"
    CLOSED = "closed"


class PageState(StrEnum):
    """How far one page got; ``seen`` is the recipient's word, not the line's."""

    PENDING = "pending"
    HANDED_OFF = "handed_off"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Timer:
    """So many seconds after this entry."""

    cause: EntryId
    at: datetime
    seconds: int

    @property
    def due(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Delivery:
    """The signal came once: which parcel, over which lane and relay, under which mark of its sender."""

    parcel: ParcelId
    lane: str
    relay: str
    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One message to one address of one member."""

    id: str
    code: str
    member: MemberId
    address: str
    token: str
    rung: int
    at: datetime
    state: PageState = PageState.PENDING
    handed_off_at: datetime | None = None
    trouble: FailureCause | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung that rang, with the pages that were out for it."""

    number: int
    at: datetime
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One milestone: what was said, by whom, about whom."""

    what: Milestone
    by: MemberId
    at: datetime


@dataclass(frozen=True, slots=True)
class Out:
    """Somebody is on the way or on scene; ``timer`` is the next word that she owes."""

    member: MemberId
    set_out_at: datetime | None
    arrived_at: datetime | None
    timer: Timer


@dataclass(frozen=True, slots=True)
class Closing:
    """Somebody says it is over."""

    by: MemberId
    at: datetime
    reason: CloseReason
    timer: Timer
    closed_by: MemberId | None = None
    closed_at: datetime | None = None


class OddKind(StrEnum):
    """What two nodes can write without knowing of each other."""

    TAKEN_TOO = "taken_too"
    TAKEN_AFTER_THE_END = "taken_after_the_end"
    TAKEN_BY_WHO_ASKED_FOR_HELP = "taken_by_who_asked_for_help"
    GIVEN_BACK_BY_ANOTHER = "given_back_by_another"
    CLOSE_ASKED_BY_ANOTHER = "close_asked_by_another"
    CLOSED_ALONE = "closed_alone"
    CASE_WHILE_UNHELD = "case_while_unheld"
    WORD_AFTER_THE_END = "word_after_the_end"


@dataclass(frozen=True, slots=True)
class Odd:
    """One such entry: it is shown, and changes nothing."""

    what: OddKind
    by: MemberId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Everything the bell knows about one alarm. ``odd`` is what only a sync of two nodes brings about."""

    id: str
    code: str
    received_at: datetime
    deliveries: tuple[Delivery, ...]
    phase: Phase = Phase.RAISED
    grave: bool = False
    rung: int = -1
    rungs: tuple[Rung, ...] = ()
    pages: tuple[Page, ...] = ()
    ringing: tuple[Timer, ...] = ()
    quiet: bool = False
    urged: int = 0
    wake_too: MemberId | None = None
    holder: MemberId | None = None
    held_at: datetime | None = None
    first_held_at: datetime | None = None
    lease: Timer | None = None
    words: tuple[Word, ...] = ()
    outs: tuple[Out, ...] = ()
    help_by: MemberId | None = None
    closing: Closing | None = None
    logs: tuple[LogId, ...] = ()
    copied: frozenset[ParcelId] = frozenset()
    handle: str = ""
    odd: tuple[Odd, ...] = ()

    @property
    def live(self) -> bool:
        """It rings, or would ring again by itself."""
        return self.phase in (Phase.RAISED, Phase.HELD, Phase.SECOND) or bool(self.outs)

    @property
    def next_rung(self) -> int:
        return max(self.rung + 1, self.urged)

    @property
    def timers(self) -> tuple[Timer, ...]:
        """What must run out before it rings again: all of them while it rings, any while it is held."""
        if self.phase is Phase.RAISED:
            return self.ringing
        owed = tuple(out.timer for out in self.outs)
        if self.phase is Phase.HELD:
            return owed or ((self.lease,) if self.lease else ())
        if self.phase is Phase.SECOND and self.closing:
            return (*owed, self.closing.timer)
        return owed if self.phase is Phase.CONVERTED else ()

    @property
    def due(self) -> datetime | None:
        """When it rings next, by the clocks of those who wrote the entries; the bell itself uses its own."""
        dues = [timer.due for timer in self.timers]
        if not dues:
            return None
        return max(dues) if self.phase is Phase.RAISED else min(dues)

    def phase_at(self, now: datetime) -> Phase:
        """The phase on a screen: a lease that has run out holds nothing, even before the bell has said so."""
        due = self.due
        return Phase.RAISED if self.live and due is not None and due <= now else self.phase

    def holder_at(self, now: datetime) -> MemberId | None:
        """Who has it now, and nobody once the lease has run out."""
        return self.holder if self.phase_at(now) in (Phase.HELD, Phase.SECOND, Phase.CONVERTED) else None

    def seen_at(self, now: datetime) -> bool:
        """Somebody answered by link on this rung, and the five minutes that buys are not over."""
        return (
            self.phase is Phase.RAISED
            and self.quiet
            and self.phase_at(now) is Phase.RAISED
            and (self.due is not None and now < self.due)
        )

    def page(self, page: str) -> Page | None:
        return next((one for one in self.pages if one.id == page), None)

    @property
    def pending(self) -> tuple[Page, ...]:
        """Pages that still have to leave: only while it rings."""
        if self.phase is not Phase.RAISED:
            return ()
        return tuple(page for page in self.pages if page.state is PageState.PENDING)

    @property
    def parcels(self) -> tuple[ParcelId, ...]:
        return tuple(dict.fromkeys(delivery.parcel for delivery in self.deliveries))
