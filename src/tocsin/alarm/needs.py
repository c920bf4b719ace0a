# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the alarm wants from outside: lines that carry pages, a clock that cannot be set, an outbox, a way in.

Wiring puts a real line behind each; a real one and its fake twin pass the same contract suite.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from tocsin.alarm.facts.bell import FailureCause
from tocsin.alarm.notice import Notice
from tocsin.vault.ids import EntryId, ParcelId


class LineFailure(Exception):
    """A line did not take a page. ``lasting`` means that trying the same again is useless."""

    def __init__(self, cause: FailureCause, *, lasting: bool = False) -> None:
        super().__init__(cause.value)
        self.cause = cause
        self.lasting = lasting


class Line(Protocol):
    """One channel. May block for seconds: it runs in a thread of its own."""

    def send(self, notice: Notice) -> None:
        """Return when the far side took it. Raises LineFailure."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of one attempt; no failure means that it left."""

    page: str
    failure: LineFailure | None = None


class Pager(Protocol):
    """Sends without making the bell wait."""

    def start(self, notice: Notice) -> None: ...

    def finished(self) -> Sequence[Finished]:
        """What ended since the last call."""


class Clock(Protocol):
    """Two clocks: one for records, one for timers that nobody can set."""

    @property
    def boot(self) -> str:
        """Names this run of the machine: ``since_boot`` means nothing across two of them."""

    def now(self) -> datetime: ...

    def since_boot(self) -> float:
        """Seconds that never step, sleep included."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A page that is ours to send until the lease runs out; ``attempts`` counts earlier ones."""

    page: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Mark:
    """When a timer runs out: on the clock that cannot be set, and on the wall for after a reboot."""

    boot: str
    due_boot: float
    due_wall: datetime


Cause = tuple[EntryId, int]


class Outbox(Protocol):
    """Pages to send and timers that run: a picture, drawn again from the bell log whenever it is lost."""

    def redraw(self, pages: Mapping[str, str], causes: Collection[Cause]) -> None:
        """Hold these pages only (page to scheme, new ones due at once), and marks of these timers only."""

    def claim(self, scheme: str, at: float, until: float, limit: int) -> Sequence[Claim]:
        """Take pages that are due and not leased, oldest first; unless told, they come back at ``until``."""

    def put_off(self, page: str, due: float) -> None:
        """It did not leave: again at ``due``."""

    def done(self, page: str) -> None:
        """It left, or never will."""

    def release(self) -> None:
        """At start: the sender that held leases is dead, everything is due."""

    def next_due(self) -> float | None:
        """When the next page is due or the next lease ends."""

    def marks(self) -> Mapping[Cause, Mark]: ...

    def set_mark(self, cause: Cause, mark: Mark) -> None: ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came is on the disk. ``code`` is the alarm's, ``number`` what the caller is told."""

    parcel: ParcelId
    code: str
    number: str


class Intake(Protocol):
    """From a member's process to the bell; wiring offers it to pages as ``needs["intake"]``."""

    def deliver(self, content: Mapping[str, Any], *, lane: str, key: str) -> Receipt | None:
        """Seal and hand over. None: it is on the disk, but the bell did not answer yet."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a relay may say: ``number`` is told only because it is durable; ``heard`` that a bell answered."""

    number: str
    heard: bool


class NotKept(Exception):
    """It could not be made durable: no number may be told, and the caller must use the telephone."""


class Relay(Protocol):
    """What the relay's pages need; there is no key behind it that opens anything."""

    @property
    def fallback_phone(self) -> str: ...

    def seal_and_keep(self, content: Mapping[str, Any], *, key: str) -> Kept:
        """Seal, keep, wait a little for a bell. Raises NotKept."""

    def seen(self, token: str) -> None: ...


Wake = Callable[[], None]
