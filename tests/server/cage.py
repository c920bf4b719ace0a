# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a hostile parser would try, one function each; run in the sandbox by its tests."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from dataclasses import dataclass
from datetime import datetime

from tocsin.vault.refusals import Refusal

_ready = []


def warm() -> None:
    _ready.append("warm")


@dataclass(frozen=True, slots=True)
class Found:
    text: str
    at: datetime
    spans: tuple[tuple[int, int], ...]


def look(raw: bytes, at: datetime, language: str | None = None) -> Found:
    return Found(f"{raw.decode()}/{language}/{_ready[0]}", at, ((0, len(raw)),))


def refuse(words: str, *, loudly: bool = False) -> str:
    raise Refusal(words.upper() if loudly else words, "Nothing was read.", "Try another.")


def connect(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        return "connected"


def lookup(name: str) -> str:
    return str(socket.getaddrinfo(name, 80))


def read_file(path: str) -> str:
    with open(path) as file:
        return file.read()


def write_file(path: str) -> str:
    with open(path, "w") as file:
        file.write("x")
    return "written"


def reuse_descriptor(path: str) -> str:
    os.close(0)
    return str(os.open(path, os.O_RDONLY))


def start_program(path: str) -> str:
    return subprocess.run([path], capture_output=True, check=True).stdout.decode()


def sleep_long(seconds: float) -> str:
    time.sleep(seconds)
    return "awake"


def spin(seconds: float) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return "spun"


def swell(size: int) -> int:
    return len(bytearray(size))


def end_at_once() -> str:
    os._exit(3)


def lie() -> Found:
    return "not a Found"  # type: ignore[return-value]


def echo(raw: bytes) -> bytes:
    return raw


def environment() -> dict[str, str]:
    return dict(os.environ)
