# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who can open what, over random histories of grants and revocations, against a model of sets.

Every member has keys of their own here, so that a wrap to the wrong person shows.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from tests import cast as stage

from tocsin.vault.founding import found, write
from tocsin.vault.ids import LogId
from tocsin.vault.kinds import LogClass, Registry, fact
from tocsin.vault.opening import Node, unlock
from tocsin.vault.session import Grant, NewLog, NoLongerReader, NoSuchLog, Put, Revoke, Vault
from tocsin.wires.store.memory import MemoryStore
from tocsin.wires.store.shelves import MemoryShelf

NAMES = ("Lapwing", "Siskin", "Dunlin", "Bittern")
SOMEBODY = st.sampled_from(NAMES)


@fact("model.noted/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    words: str


class Model:
    """What each member ought to read of one log."""

    def __init__(self, readers: set[str]) -> None:
        self.readers = set(readers)
        self.epochs: list[set[str]] = [set(readers)]
        self.notes: list[tuple[int, str]] = []

    def readable(self, name: str) -> list[str]:
        return [words for epoch, words in self.notes if name in self.epochs[epoch]]


class Readers(RuleBasedStateMachine):
    """Random members of one organisation begin logs, grant, revoke, write and lock."""

    logs = Bundle("logs")

    @initialize()
    def begin_anew(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        folder, chance = Path(self.folder.name), stage.Chance("model")
        registry, clock = Registry([Noted]), stage.Clock()
        self.founded = found(
            stage.PEREPRAVA, now=clock(), random_bytes=chance, registry=registry, cost=stage.CHEAP
        )
        store, shelf = MemoryStore(), MemoryShelf()
        write(self.founded, folder, store)
        self.node = Node(folder, store, shelf, shelf, registry, clock, chance, stage.CHEAP)
        self.vaults: dict[str, Vault] = {}
        self.model: dict[LogId, Model] = {}
        self.count = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    def vault(self, name: str) -> Vault:
        if name not in self.vaults:
            self.vaults[name] = unlock(self.node, self.founded.passphrases[name])
        return self.vaults[name]

    @rule(target=logs, by=SOMEBODY, others=st.sets(SOMEBODY))
    def begin(self, by: str, others: set[str]) -> LogId:
        readers = {by, *others}
        log = LogId(self.vault(by).new_id())
        ids = frozenset(self.founded.members[name] for name in readers)
        self.vault(by).record(lambda: [NewLog(log, LogClass.CASE, ids)])
        self.model[log] = Model(readers)
        return log

    @rule(log=logs, by=SOMEBODY)
    def write(self, log: LogId, by: str) -> None:
        model = self.model[log]
        self.count += 1
        words = f"note {self.count}"
        try:
            self.vault(by).record(lambda: [Put(log, Noted(words=words))])
        except NoSuchLog:
            assert not any(by in epoch for epoch in model.epochs)
        except NoLongerReader:
            assert by not in model.readers
        else:
            assert by in model.readers
            model.notes.append((len(model.epochs) - 1, words))

    @rule(log=logs, by=SOMEBODY, member=SOMEBODY)
    def grant(self, log: LogId, by: str, member: str) -> None:
        model = self.model[log]
        if by not in model.readers:
            return
        held = [epoch for epoch in model.epochs if by in epoch]
        self.vault(by).record(lambda: [Grant(log, self.founded.members[member])])
        model.readers.add(member)
        for epoch in held:
            epoch.add(member)

    @rule(log=logs, by=SOMEBODY, member=SOMEBODY)
    def revoke(self, log: LogId, by: str, member: str) -> None:
        model = self.model[log]
        if by not in model.readers or by == member:
            return
        self.vault(by).record(lambda: [Revoke(log, self.founded.members[member])])
        model.readers.discard(member)
        model.epochs.append(set(model.readers))

    @rule(name=SOMEBODY)
    def lock(self, name: str) -> None:
        self.vaults.pop(name, None)

    def notes(self, name: str, log: LogId) -> list[str]:
        return [one.fact.words for one in self.vault(name).entries(log) if isinstance(one.fact, Noted)]

    @invariant()
    def everyone_reads_what_was_granted_and_nothing_else(self) -> None:
        for log, model in self.model.items():
            for name in NAMES:
                expected = model.readable(name)
                if any(name in epoch for epoch in model.epochs):
                    assert self.notes(name, log) == expected
                else:
                    assert log not in self.vault(name).logs(LogClass.CASE)

    @invariant()
    def the_readers_shown_are_those_who_can_read_on(self) -> None:
        for log, model in self.model.items():
            for name in model.readers:
                assert self.vault(name).readers(log) == {
                    self.founded.members[reader] for reader in model.readers
                }


TestReaders = Readers.TestCase
TestReaders.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.slow
class TestReadersAtLength(Readers.TestCase):  # type: ignore[name-defined]
    """The same for longer histories."""

    settings = settings(
        max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )
