# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cast: five members of an invented organisation, each an unlocked Vault over one real store.

Vera is on call, Ilya second; Nina works cases; Oleg is another team and must see nothing; Marta reads.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from tocsin.vault.directory import Directory
from tocsin.vault.founding import Answers, Founded, NewMember, found, write
from tocsin.vault.ids import LogId, MemberId, OrgId
from tocsin.vault.keybag import Cost
from tocsin.vault.kinds import LogClass, Registry
from tocsin.vault.opening import Node, open_bell, unlock
from tocsin.vault.session import NewLog, Vault
from tocsin.wires.store.node import open_node
from tocsin_server.wiring import registry

CHEAP = Cost(memory=64, passes=1)
"""Argon2id at a cost that only tests may use, and only by asking for it."""
EVENING = datetime(2021, 2, 6, 17, 0, tzinfo=UTC)

PEREPRAVA = Answers(
    organisation="Pereprava Network",
    timezone="Europe/Moscow",
    languages=("en", "ru", "es"),
    fallback_phone="+7 000 000-00-00",
    members=(
        NewMember("Lapwing", "Vera Osokina", ("steward", "lawyer"), on_call=True),
        NewMember("Siskin", "Илья Грач", ("steward",), on_call=True),
        NewMember("Dunlin", "Nina Ledneva", ("case-worker", "approver"), intake=True),
        NewMember("Bittern", "Oleg Brandt", ("case-worker",)),
        NewMember("Whimbrel", "Marta Solano", ("reader",)),
    ),
    relays=("http://127.0.0.1:8480",),
)


@dataclass
class Clock:
    """Time that stands still until a test moves it."""

    now: datetime = EVENING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> datetime:
        self.now += timedelta(**parts)
        return self.now


class Chance:
    """Bytes that look random and are the same in every run; a different stream for every name."""

    def __init__(self, name: str) -> None:
        self._name = name.encode()
        self._calls = itertools.count()

    def __call__(self, size: int) -> bytes:
        block = self._name + b"/" + str(next(self._calls)).encode()
        return hashlib.shake_256(block).digest(size)


@dataclass
class Cast:
    """Everybody of one test, their machine, and the means to move its time."""

    folder: Path
    clock: Clock
    registry: Registry
    founded: Founded
    _vaults: dict[str, Vault] = field(default_factory=dict)
    _openings: Iterator[int] = field(default_factory=itertools.count)

    @property
    def vera(self) -> Vault:
        return self.member("Lapwing")

    @property
    def ilya(self) -> Vault:
        return self.member("Siskin")

    @property
    def nina(self) -> Vault:
        return self.member("Dunlin")

    @property
    def oleg(self) -> Vault:
        return self.member("Bittern")

    @property
    def marta(self) -> Vault:
        return self.member("Whimbrel")

    @cached_property
    def bell(self) -> Vault:
        return open_bell(self.node("Bell"), (self.folder / "bell" / "bell.key").read_bytes())

    @property
    def org(self) -> OrgId:
        return self.founded.org

    @property
    def directory(self) -> Directory:
        return self.vera.directory

    def member(self, callsign: str) -> Vault:
        """The member's Vault, unlocked with the passphrase on the first call, in its own connection."""
        if callsign not in self._vaults:
            self._vaults[callsign] = self.unlock(callsign)
        return self._vaults[callsign]

    def unlock(self, callsign: str) -> Vault:
        """A fresh Vault, as after a lock."""
        return unlock(self.node(callsign), self.passphrase(callsign))

    def passphrase(self, callsign: str) -> str:
        return self.founded.passphrases[callsign]

    def node(self, name: str) -> Node:
        chance = Chance(f"{name}/{next(self._openings)}")
        return open_node(self.folder, self.registry, clock=self.clock, random_bytes=chance, floor=CHEAP)

    def id(self, callsign: str) -> MemberId:
        return self.founded.members[callsign]

    def log(self, cls: LogClass) -> LogId:
        """The one ORG, BELL, PUBLIC or DIRECTORY log."""
        (log,) = self.bell.logs(cls) if cls is LogClass.BELL else self.vera.logs(cls)
        return log

    def new_log(self, by: Vault, cls: LogClass, *readers: Vault) -> LogId:
        """A fresh log of a class, read by its maker and these."""
        log = LogId(by.new_id())
        by.record(lambda: [NewLog(log, cls, frozenset({by.me, *(one.me for one in readers)}))])
        return log

    def browser(self, vault: Vault) -> Any:
        """A Django test client whose requests carry this Vault."""
        from django.test import Client

        return Client(**{"tocsin.vault": vault})


def cast(folder: Path, answers: Answers = PEREPRAVA, *, now: datetime = EVENING) -> Cast:
    """A founded organisation in ``folder``; every member has keys of their own."""
    kinds = registry()
    founded = found(answers, now=now, random_bytes=Chance("founding"), registry=kinds, cost=CHEAP)
    made = Cast(folder, Clock(now), kinds, founded)
    write(founded, folder, made.node("founding").store)
    return made
