# SPDX-License-Identifier: AGPL-3.0-or-later
"""A vault without cryptography on a shared "disk", which can be killed before or after any write.

The real vault has its own tests; here thousands of nights are lived through, and a kill must cost nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tocsin.alarm.facts import KINDS
from tocsin.vault.ids import EntryId, LogId, MemberId, ParcelId
from tocsin.vault.kinds import LogClass, Recorded, Registry, Signer, kind_of
from tocsin.vault.session import Grant, NewLog, Put

BELL_LOG = LogId("be" * 16)
START = datetime(2026, 11, 17, 0, 0, tzinfo=UTC)
REGISTRY = Registry(KINDS)


class Killed(BaseException):
    """SIGKILL: nothing may catch it but the test."""


@dataclass
class Fuse:
    """Counts effects down and kills at zero."""

    left: int | None = None

    def burn(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise Killed


@dataclass
class SimClock:
    """A machine's clocks: one that only runs, and one on the wall that anybody may set."""

    boot: str = "boot-0"
    elapsed: float = 1000.0
    booted: float = 0.0
    off: timedelta = timedelta()

    def now(self) -> datetime:
        return START + timedelta(seconds=self.elapsed) + self.off

    def since_boot(self) -> float:
        return self.elapsed - self.booted

    def reboot(self) -> None:
        self.boot = f"boot-{int(self.boot[5:]) + 1}"
        self.booted = self.elapsed


@dataclass
class Disk:
    """What survives a kill."""

    logs: dict[LogId, list[Recorded[Any]]] = field(default_factory=lambda: {BELL_LOG: []})
    classes: dict[LogId, LogClass] = field(default_factory=lambda: {BELL_LOG: LogClass.BELL})
    readers: dict[LogId, frozenset[MemberId]] = field(default_factory=dict)
    parcels: dict[ParcelId, bytes] = field(default_factory=dict)
    drawn: int = 0

    def chance(self) -> str:
        self.drawn += 1
        return hashlib.sha256(f"chance {self.drawn}".encode()).hexdigest()[:32]


class TwinVault:
    """The part of the vault that the alarm uses, for one member or the bell."""

    def __init__(self, disk: Disk, clock: SimClock, me: str, fuse: Fuse | None = None) -> None:
        self.me = MemberId(me)
        self.signer = Signer.BELL if me == "bell" else Signer.MEMBER
        self._disk, self._clock, self._fuse = disk, clock, fuse or Fuse()
        self._drawn: dict[tuple[LogId, type], tuple[int, Any]] = {}
        self.meanwhile: Callable[[], None] | None = None

    def now(self) -> datetime:
        return self._clock.now()

    def new_id(self) -> str:
        return self._disk.chance()

    def code(self, prefix: str) -> str:
        return f"{prefix}-{self._disk.chance()[:6].upper()}"

    def logs(self, cls: LogClass) -> tuple[LogId, ...]:
        return tuple(
            log
            for log, kind in self._disk.classes.items()
            if kind is cls and (cls is LogClass.BELL or self.me in self._disk.readers[log])
        )

    def entries(self, log: LogId) -> list[Recorded[Any]]:
        return self._disk.logs[log]

    def draw(self, log: LogId, fold: Any) -> Any:
        count, state = self._drawn.get((log, type(fold)), (0, None))
        state = fold.empty() if count == 0 else state
        for entry in self._disk.logs[log][count:]:
            state = fold.step(state, entry)
        self._drawn[log, type(fold)] = len(self._disk.logs[log]), state
        return state

    def keep_parcel(self, raw: bytes) -> ParcelId:
        self._fuse.burn()
        name = ParcelId(hashlib.sha256(raw).hexdigest())
        self._disk.parcels[name] = raw
        self._fuse.burn()
        return name

    def record(self, plan: Callable[[], Iterable[Any]]) -> tuple[Recorded[Any], ...]:
        for _ in range(4):
            heads = {log: len(entries) for log, entries in self._disk.logs.items()}
            ops = tuple(plan())
            if self.meanwhile:
                meanwhile, self.meanwhile = self.meanwhile, None
                meanwhile()
            if not ops:
                return ()
            if any(len(self._disk.logs[log]) != count for log, count in heads.items()):
                continue
            self._fuse.burn()
            recorded = [self._apply(op) for op in ops]
            self._fuse.burn()
            return tuple(one for one in recorded if one)
        raise AssertionError("moved four times")

    def _apply(self, op: Put | NewLog | Grant) -> Recorded[Any] | None:
        match op:
            case NewLog(log, cls, readers):
                self._disk.logs[log] = []
                self._disk.classes[log], self._disk.readers[log] = cls, readers
            case Grant(log, member):
                self._disk.readers[log] |= {member}
            case Put(log, fact, at):
                kind = kind_of(fact)
                assert self._disk.classes[log] in kind.logs, kind
                signer = Signer.STEWARD if Signer.STEWARD in kind.signers else self.signer
                assert signer in kind.signers, kind
                entries = self._disk.logs[log]
                body = REGISTRY.to_body(fact, at or self.now())
                entry = Recorded(
                    EntryId(self._disk.chance()),
                    log,
                    self.me,
                    signer,
                    at or self.now(),
                    len(entries),
                    REGISTRY.from_body(body),
                )
                entries.append(entry)
                return entry
        return None

    def readers(self, log: LogId) -> frozenset[MemberId]:
        return self._disk.readers[log]

    def people(self) -> Mapping[MemberId, Any]:
        return {}
