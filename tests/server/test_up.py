# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin up``: three processes are started, started again when they end, and stopped together."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.server.organisation import Organisation, children, gone

pytestmark = pytest.mark.slow


def named(top: int) -> dict[str, int]:
    """Role to process number, among the children of the supervisor."""
    return {Path(f"/proc/{pid}/cmdline").read_text().split("\0")[3]: pid for pid in children(top)}


def until_there_are(top: int, roles: set[str], but: int = 0, within: float = 5.0) -> dict[str, int]:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            found = named(top)
        except (OSError, IndexError):
            continue
        if set(found) == roles and but not in found.values():
            return found
        time.sleep(0.05)
    raise AssertionError(f"only {named(top)}")


def test_everything_starts_says_where_and_stops_cleanly(organisation: Organisation) -> None:
    told = organisation.start("up")
    assert set(told["addresses"]) == set(told["processes"]) == {"relay", "bell", "desk"}
    assert told["addresses"]["desk"] == {"listen": f"127.0.0.1:{organisation.ports['desk']}"}
    assert organisation.browser().open("/").status == 200
    assert json.loads((organisation.path / "run" / "up.json").read_text())["bell"]
    top = organisation.running["up"]
    processes = [top.pid, *children(top.pid)]
    top.terminate()
    assert top.wait(10) == 0
    assert all(gone(process) for process in processes)
    assert not (organisation.path / "run" / "up.json").exists()


@pytest.mark.parametrize("role", ["bell", "relay", "desk"])
def test_whatever_is_killed_is_there_again_in_two_seconds(organisation: Organisation, role: str) -> None:
    organisation.start("up")
    top = organisation.pid("up")
    killed = named(top)[role]
    began = time.monotonic()
    os.kill(killed, signal.SIGKILL)
    until_there_are(top, {"relay", "bell", "desk"}, but=killed)
    assert time.monotonic() - began < 2


def test_when_the_supervisor_is_killed_nothing_is_left_behind(organisation: Organisation) -> None:
    organisation.start("up")
    organisation.unlock("Lapwing")
    top = organisation.pid("up")
    everything = _tree(top)
    assert len(everything) >= 6
    organisation.kill("up")
    assert all(gone(process, within=8) for process in everything)


def _tree(process: int) -> list[int]:
    return [process, *(one for child in children(process) for one in _tree(child))]


def test_an_address_in_use_is_said_once_and_nothing_is_left_running(organisation: Organisation) -> None:
    with socket.create_server(("127.0.0.1", organisation.ports["bell"])):
        said = organisation.command("up", status=2)
    assert "Another program already listens" in said and "bell cannot start" in said
    assert not (organisation.path / "run" / "up.json").exists()


def test_a_folder_without_an_organisation_is_refused_in_three_sentences(tmp_path: Path) -> None:
    empty = Organisation(tmp_path, {}, {})
    said = empty.command("up", status=1)
    assert said.splitlines() == [
        "There is no tocsin.toml here.",
        "This folder does not hold an organisation, or only a part of one.",
        "Name another folder, or make one with tocsin init.",
    ]
