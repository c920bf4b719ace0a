# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin up``: one small process that starts the others, starts again what ends, stops them all."""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from tocsin_server.folder import Folder, write_file

ROLES: Final = ("relay", "bell", "desk")
STOP_SECONDS: Final = 5.0
STEADY_SECONDS: Final = 5.0
BACKOFF_SECONDS: Final = (0.0, 0.1, 0.5, 1.0, 2.0, 5.0)


@dataclass(slots=True)
class Role:
    """One process and how it is doing; ``falls`` counts ends that came right after a start."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    pipe: IO[str] | None = None
    where: dict[str, str] = field(default_factory=dict)
    began: float = 0.0
    falls: int = 0
    again: float = 0.0


class Supervisor:
    """Nothing here reads a key or a word; it is small so that it does not fall itself."""

    def __init__(
        self, data: Path, roles: tuple[str, ...], ready_fd: int | None = None, ready_file: Path | None = None
    ) -> None:
        self._data = data.resolve()
        self._roles = [Role(name) for name in roles]
        self._ready_fd = ready_fd
        self._ready_file = ready_file
        self._announced = False
        self._stopping = False
        self._status = 0
        self._selector = selectors.DefaultSelector()

    def run(self) -> int:
        """Until SIGTERM or SIGINT; 0 if everything then stopped by itself."""
        Folder(self._data).settings()  # refuses in words, before anything is started
        wake = self._listen_to_signals()
        while not self._stopping:
            self._start_due()
            for key, _ in self._selector.select(self._pause()):
                if key.fileobj is wake:
                    wake.recv(4096)
                elif isinstance(key.data, Role):
                    self._hear(key.data)
            self._notice_ends()
        return self._stop() or self._status

    def _listen_to_signals(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        theirs.setblocking(False)
        signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        self._theirs = theirs
        self._selector.register(ours, selectors.EVENT_READ)
        return ours

    def _ask_to_stop(self, *_: object) -> None:
        self._stopping = True

    def _pause(self) -> float:
        waiting = [role.again for role in self._roles if role.process is None]
        return max(0.0, min((again - time.monotonic() for again in waiting), default=60.0))

    def _start_due(self) -> None:
        for role in self._roles:
            if role.process is None and role.again <= time.monotonic():
                self._start(role)

    def _start(self, role: Role) -> None:
        reader, writer = os.pipe()
        role.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tocsin_server", role.name),
                *("--data", str(self._data), "--ready-fd", str(writer)),
            ],
            pass_fds=[writer],
            stdin=subprocess.DEVNULL,
            env=_environment(),
        )
        os.close(writer)
        role.began = time.monotonic()
        role.pipe = os.fdopen(reader)
        self._selector.register(reader, selectors.EVENT_READ, role)

    def _hear(self, role: Role) -> None:
        """Its one line, or the end of a process that never came so far."""
        if role.pipe is None:
            return
        line = role.pipe.readline()
        self._selector.unregister(role.pipe.fileno())
        role.pipe.close()
        role.pipe = None
        if line:
            role.where = json.loads(line)
            self._write_down()
        if not self._announced and all(each.where for each in self._roles):
            self._announced = True
            self._announce()

    def _notice_ends(self) -> None:
        for role in self._roles:
            if role.process is None or role.process.poll() is None:
                continue
            if role.process.returncode == 2 and not role.where:
                self._give_up(role)
                return
            now = time.monotonic()
            role.falls = role.falls + 1 if now - role.began < STEADY_SECONDS else 0
            role.again = now + BACKOFF_SECONDS[min(role.falls, len(BACKOFF_SECONDS) - 1)]
            print(f"{role.name} ended ({role.process.returncode}); starting it again", file=sys.stderr)
            role.process = None

    def _give_up(self, role: Role) -> None:
        """It said why it cannot start, and would say the same again."""
        print(f"{role.name} cannot start; nothing was left running", file=sys.stderr)
        role.process = None
        self._stopping = True
        self._status = 2

    def _announce(self) -> None:
        settings = Folder(self._data).settings()
        addresses = {role.name: role.where for role in self._roles}
        print(f"Desk   {settings.desk.address}/")
        if (relay := addresses.get("relay")) is not None:
            print(f"Relay  http://{relay['listen']}/")
        print("Everything runs. Ctrl-C stops it.", flush=True)
        line = (json.dumps({"addresses": addresses, "processes": self._processes()}) + "\n").encode()
        if self._ready_fd is not None:
            os.write(self._ready_fd, line)
            os.close(self._ready_fd)
        if self._ready_file is not None:
            write_file(self._ready_file.resolve(), line)

    def _processes(self) -> dict[str, int]:
        return {role.name: role.process.pid for role in self._roles if role.process is not None}

    def _write_down(self) -> None:
        """For ``doctor``: what runs under which number."""
        path = self._data / "run" / "up.json"
        write_file(path, json.dumps({"supervisor": os.getpid(), **self._processes()}).encode())

    def _stop(self) -> int:
        alive = [role.process for role in self._roles if role.process is not None]
        for process in alive:
            process.terminate()
        until = time.monotonic() + STOP_SECONDS
        clean = True
        for process in alive:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                clean = False
        (self._data / "run" / "up.json").unlink(missing_ok=True)
        return 0 if clean else 1


def _environment() -> dict[str, str]:
    """As ours, with few memory arenas: threads would otherwise cost each process tens of megabytes."""
    return {**os.environ, "MALLOC_ARENA_MAX": "2", "PYTHONUNBUFFERED": "1"}
