# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real organisation on loopback for tests with processes: founded once, copied for each, run by command."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tocsin_server.demo.browser import Browser, Page
from tocsin_server.folder import Folder

TOCSIN = (sys.executable, "-m", "tocsin_server")
DOCS = Path(__file__).parents[2] / "docs" / "answers.md"
PORTS = {"desk": 8400, "relay": 8410, "wire": 8411, "bell": 8420, "mail": 25}


def example() -> str:
    """The example of docs/answers.md, which is thereby run by every test here."""
    found = re.search(r"```toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def free_ports(number: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports


@dataclass(frozen=True)
class Founded:
    """A data folder nobody runs, and everybody's passphrases."""

    path: Path
    passphrases: dict[str, str]


def found(folder: Path) -> Founded:
    """By the command, with Argon2id at its real cost."""
    answers = folder / "answers.toml"
    answers.write_text(example(), "utf-8")
    done = subprocess.run(
        [*TOCSIN, "init", str(folder / "data"), "--answers", str(answers), "--json"],
        capture_output=True,
        check=True,
        timeout=120,
    )
    return Founded(folder / "data", json.loads(done.stdout)["passphrases"])


@dataclass
class Organisation:
    """A copy with ports of its own."""

    path: Path
    passphrases: dict[str, str]
    ports: dict[str, int]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def folder(self) -> Folder:
        return Folder(self.path)

    @property
    def desk(self) -> str:
        return f"http://127.0.0.1:{self.ports['desk']}"

    @property
    def relay(self) -> str:
        return f"http://127.0.0.1:{self.ports['relay']}"

    def start(self, role: str, **environment: str) -> dict[str, str]:
        """One process (or ``up``), once it says that it listens."""
        reader, writer = os.pipe()
        self.running[role] = subprocess.Popen(
            [*TOCSIN, role, "--data", str(self.path), "--ready-fd", str(writer)],
            pass_fds=[writer],
            env={**os.environ, "MALLOC_ARENA_MAX": "2", **environment},
            start_new_session=True,
        )
        os.close(writer)
        with os.fdopen(reader) as pipe:
            line = pipe.readline()
        assert line, f"{role} did not start"
        told: dict[str, str] = json.loads(line)
        return told

    def pid(self, role: str) -> int:
        return self.running[role].pid

    def kill(self, role: str) -> None:
        """The process alone, as the kernel's out-of-memory killer would."""
        process = self.running.pop(role)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(10)
        self.running.clear()

    def command(self, *words: str, status: int = 0) -> str:
        done = subprocess.run(
            [*TOCSIN, *words, "--data", str(self.path)], capture_output=True, text=True, timeout=60
        )
        assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
        return done.stdout if status == 0 else done.stderr

    def report(self, words: str) -> Page:
        """The relay's form, filled in and sent as a stranger would."""
        stranger = Browser(self.relay)
        form = stranger.open("/report/")
        return stranger.send(form, form.form("/report/"), {"words": words})

    def browser(self) -> Browser:
        return Browser(self.desk)

    def unlock(self, callsign: str, browser: Browser | None = None) -> tuple[Browser, Page]:
        browser = browser or self.browser()
        door = browser.open("/")
        return browser, browser.send(door, door.form("/unlock"), {"p": self.passphrases[callsign]})


@contextmanager
def copied(founded: Founded, folder: Path, mail_port: int | None = None) -> Iterator[Organisation]:
    """For one test; whatever it started is stopped at the end."""
    shutil.copytree(founded.path, folder)
    ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
    ports["mail"] = mail_port or ports["mail"]
    for name in ("tocsin.toml", "relay/relay.toml"):
        text = (folder / name).read_text("utf-8")
        for role, usual in PORTS.items():
            text = re.sub(rf"(127\.0\.0\.1:|^port = ){usual}\b", rf"\g<1>{ports[role]}", text, flags=re.M)
        (folder / name).write_text(text, "utf-8")
    organisation = Organisation(folder, founded.passphrases, ports)
    try:
        yield organisation
    finally:
        organisation.stop()


def gone(process: int, within: float = 1.0) -> bool:
    """Whether a process has ended (and was collected) by then."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not Path(f"/proc/{process}").exists():
            return True
        time.sleep(0.01)
    return False


def children(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
