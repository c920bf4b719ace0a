# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ``tocsin doctor`` looks at, one function a question; each answers in a sentence."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tocsin.vault.directory import Directory
from tocsin_server import wiring
from tocsin_server.clock import MachineClock
from tocsin_server.folder import Folder, place
from tocsin_server.hardening import may_lock_memory
from tocsin_server.inbox import ENDING, UNREADABLE
from tocsin_server.relay.queue import Queue

GOOD: Final = "good"
NOTE: Final = "note"
WRONG: Final = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer. ``wrong``: an alarm might not be heard. ``note``: less protected than it could be."""

    what: str
    state: str
    words: str


def look(folder: Folder) -> list[Finding]:
    """Everything, in the order of an alarm's way."""
    return [finding for question in _QUESTIONS for finding in question(folder)]


def listens(address: str) -> bool:
    """Whether anything takes connections there."""
    try:
        with socket.create_connection(place(address), timeout=1.0):
            return True
    except OSError:
        return False


def _processes(folder: Folder) -> Iterator[Finding]:
    node, relay = folder.settings(), folder.relay_settings()
    for name, address, without in (
        ("relay", relay.listen, "Nobody can report by the web form."),
        ("bell", node.bell.listen, "Nobody is woken, except by the relay after its patience is over."),
        ("desk", node.desk.listen, "No member can unlock."),
    ):
        if listens(address):
            yield Finding(name, GOOD, f"The {name} answers at {address}.")
        else:
            words = f"The {name} does not answer at {address}. {without} Start it: tocsin up."
            yield Finding(name, WRONG, words)


def _directory(folder: Folder) -> Iterator[Finding]:
    directory = wiring.read_directory(folder)
    people = sum(not member.suspended for member in directory.members.values())
    words = (
        f"The directory holds: {people} members, threshold {directory.threshold}, statement {directory.seq}."
    )
    yield Finding("directory", GOOD, words)
    if directory.forked:
        words = "Two directory statements stand at one place. Grants are frozen: let the stewards look."
        yield Finding("directory-fork", WRONG, words)
    yield _intake(directory)


def _intake(directory: Directory) -> Finding:
    now = wiring.now()
    if not directory.periods:
        return Finding("intake", WRONG, "There is no intake key: nothing that comes in can be sealed.")
    if directory.overdue(now):
        words = "The schedule of intake keys has run out; the last key stays in use. Publish new ones."
        return Finding("intake", WRONG, words)
    end = directory.periods[-1].end
    return Finding("intake", GOOD, f"Intake keys are made until {end:%Y-%m-%d}.")


def _waiting(folder: Folder) -> Iterator[Finding]:
    inbox = len(list(folder.inbox.glob(f"*{ENDING}")))
    strange = len(list(folder.inbox.glob(f"*{UNREADABLE}")))
    state = WRONG if inbox else GOOD
    yield Finding("inbox", state, f"{inbox} parcels wait in the inbox for the bell.")
    if strange:
        yield Finding(
            "inbox-strange", WRONG, f"{strange} files of the inbox could not be read; look at them."
        )
    yield _relay_queue(folder)


def _relay_queue(folder: Folder) -> Finding:
    path = folder.relay / "relay.sqlite"
    if not path.exists():
        return Finding("queue", GOOD, "The relay on this machine has not taken anything in yet.")
    try:
        queue = Queue(path, MachineClock())
        owed = queue.owed()
        queue.close()
    except sqlite3.Error as error:
        return Finding("queue", WRONG, f"The relay's queue cannot be read: {type(error).__name__}.")
    oldest = f", the oldest for {owed[0].age:.0f} s" if owed else ""
    state = WRONG if owed and owed[0].age > 60 else GOOD
    return Finding("queue", state, f"{len(owed)} parcels wait at the relay for the bell{oldest}.")


def _privacy(folder: Folder) -> Iterator[Finding]:
    mode = folder.path.stat().st_mode & 0o077
    state = NOTE if mode else GOOD
    yield Finding(
        "folder", state, "Others may look into the folder." if mode else "The folder is its owner's."
    )
    if _swaps() and not may_lock_memory():
        words = "This machine swaps, and processes may not lock their memory: keys could reach the disk."
        yield Finding("swap", NOTE, words)
    pattern = Path("/proc/sys/kernel/core_pattern").read_text().strip()
    if pattern.startswith("|") and "false" not in pattern:
        words = "The kernel hands crashed processes to a program; ours refuse to be dumped."
        yield Finding("core", NOTE, words)


def _swaps() -> bool:
    return len(Path("/proc/swaps").read_text().splitlines()) > 1


_QUESTIONS: Final[tuple[Callable[[Folder], Iterator[Finding]], ...]] = (
    _processes,
    _directory,
    _waiting,
    _privacy,
)
