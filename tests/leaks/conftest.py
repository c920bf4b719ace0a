# SPDX-License-Identifier: AGPL-3.0-or-later
"""One night for the leak tests: looked into while members are signed in, after the locks, after a SIGKILL."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import time

import pytest

from tests.leaks.canaries import Search
from tocsin_server.demo import acts, cast
from tocsin_server.demo.acts import lock
from tocsin_server.demo.mailbox import Mailbox
from tocsin_server.demo.night import Night
from tocsin_server.demo.organisation import Organisation
from tocsin_server.demo.steps import play

Found = set[tuple[str, str]]


@dataclass
class Looked:
    """What was found where."""

    folder: Path
    began: float
    unlocked: dict[int, Found] = field(default_factory=dict)
    locked: dict[int, Found] = field(default_factory=dict)
    killed: int = 0


def in_memory(organisation: Organisation) -> dict[int, Found]:
    search, found = Search(cast.PLANTED), {}
    for pid in organisation.processes():
        with suppress(FileNotFoundError, ProcessLookupError):  # a child that ended meanwhile
            found[pid] = search.process(pid)
    return found


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looked]:
    folder = tmp_path_factory.mktemp("leaks")
    (folder / "tmp").mkdir()
    looked = Looked(folder, time())
    before = {name: os.environ.get(name) for name in ("TMPDIR", "SQLITE_TMPDIR")}
    os.environ.update(dict.fromkeys(before, str(folder / "tmp")))
    tempfile.tempdir = None
    told: list[str] = []
    with Mailbox(folder / "mail") as mailbox:
        organisation = Organisation(folder / "data", mailbox.port)
        organisation.found()
        organisation.up()
        try:
            one = Night(organisation, mailbox, folder / "kept")
            assert play(one, acts.FILLED_IN, told.append), "\n".join(told)
            looked.unlocked = in_memory(organisation)
            assert play(one, (("The lock", lock.STEPS),), told.append), "\n".join(told)
            looked.locked = in_memory(organisation)
        finally:
            looked.killed = len(organisation.processes())
            organisation.kill()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})
    tempfile.tempdir = None
    yield looked
