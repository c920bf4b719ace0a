# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a relay believes: the chain from its pinned organisation, and nobody who brings anything else."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import EVENING, Cast, cast
from tests.server.organisation import Organisation
from tocsin.vault import cbor
from tocsin.vault.directory import log_of
from tocsin.vault.kinds import LogClass
from tocsin.vault.needs import Row
from tocsin.wires.store.node import open_store
from tocsin_server.relay.clear import ClearLogs, NotAccepted
from tocsin_server.relay.wire import app


def rows(people: Cast, cls: LogClass) -> list[Row]:
    store = open_store(people.folder)
    found = store.entries(log_of(bytes.fromhex(people.org), cls))
    store.close()
    return found


@pytest.fixture
def clear(people: Cast, tmp_path: Path) -> ClearLogs:
    return ClearLogs(tmp_path / "clear.sqlite", people.org, people.registry)


def test_the_directory_is_taken_over_and_known_rows_are_skipped(clear: ClearLogs, people: Cast) -> None:
    directory = rows(people, LogClass.DIRECTORY)
    assert clear.accept(LogClass.DIRECTORY, directory[:3]) == 3
    assert clear.accept(LogClass.DIRECTORY, directory) == len(directory) - 3
    assert clear.directory.seq == people.directory.seq and clear.directory.periods
    assert clear.counts()["directory"] == len(directory)


def test_another_organisations_directory_is_refused(clear: ClearLogs, tmp_path: Path) -> None:
    other = cast(tmp_path / "other", now=EVENING + timedelta(days=1))
    assert other.org != clear.directory.org
    with pytest.raises(NotAccepted):
        clear.accept(LogClass.DIRECTORY, rows(other, LogClass.DIRECTORY))
    assert clear.counts()["directory"] == 0


@pytest.mark.parametrize("part", [0, 1, 2])
def test_one_altered_byte_refuses_the_whole_push(clear: ClearLogs, people: Cast, part: int) -> None:
    directory = rows(people, LogClass.DIRECTORY)
    broken = list(directory[2])
    broken[part] = broken[part][:-1] + bytes([broken[part][-1] ^ 1])
    with pytest.raises(NotAccepted):
        clear.accept(LogClass.DIRECTORY, [*directory[:2], Row(*broken), *directory[3:]])
    assert clear.counts()["directory"] == 0


def test_a_statement_that_skips_one_is_refused(clear: ClearLogs, people: Cast) -> None:
    directory = rows(people, LogClass.DIRECTORY)
    with pytest.raises(NotAccepted):
        clear.accept(LogClass.DIRECTORY, [directory[0], *directory[2:]])


def test_only_the_two_clear_logs_are_kept(clear: ClearLogs, people: Cast) -> None:
    clear.accept(LogClass.DIRECTORY, rows(people, LogClass.DIRECTORY))
    for cls in (LogClass.BELL, LogClass.ORG):
        with pytest.raises(NotAccepted):
            clear.accept(cls, rows(people, cls))
        with pytest.raises(NotAccepted):
            clear.accept(LogClass.PUBLIC, rows(people, cls))


def test_the_wire_answers_any_bytes_with_a_refusal(clear: ClearLogs) -> None:
    class Body:
        def __init__(self, raw: bytes) -> None:
            self.raw = raw

        def read(self, size: int) -> bytes:
            return self.raw

    for raw in (b"", b"\x00", cbor.encode(["case", []]), cbor.encode(["public", [[b"a", b"b", b"c"]]])):
        said: list[str] = []
        environ = {"REQUEST_METHOD": "POST", "wsgi.input": Body(raw), "CONTENT_LENGTH": str(len(raw))}
        list(app(clear)(environ, lambda status, headers, said=said: said.append(status)))
        assert said == ["409 Conflict"]


@pytest.mark.slow
def test_a_relay_that_lost_its_directory_gets_it_again_from_the_bell(organisation: Organisation) -> None:
    for file in organisation.folder.relay.glob("clear.sqlite*"):
        file.unlink()
    organisation.start("relay")
    assert organisation.report("nothing to seal with yet").status == 503
    organisation.start("bell")
    until = time.monotonic() + 8
    while organisation.report("and now?").status == 503 and time.monotonic() < until:
        time.sleep(0.3)
    assert organisation.report("now it goes").says("A person is being woken.")
