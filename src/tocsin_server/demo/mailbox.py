# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cast's mailbox: a real SMTP server on loopback that keeps every page the bell sends.

It stands where the members' mail provider would stand, and sees exactly what that provider would see.
"""

from __future__ import annotations

import email
import email.policy
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tocsin_server.demo.loopback import HERE, free_ports


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as it came over the wire."""

    to: str
    subject: str
    text: str
    raw: bytes
    at: datetime


class Mailbox:
    """Runs in a thread of its own; ``told`` is called with each letter."""

    def __init__(self, folder: Path, told: Callable[[Letter], None] = lambda letter: None) -> None:
        self._folder = folder
        self._told = told
        self._letters: list[Letter] = []
        self._came = threading.Condition(threading.RLock())
        self.port = free_ports(1)[0]
        self._controller = Controller(self, hostname=HERE, port=self.port)

    def __enter__(self) -> Mailbox:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail on disk, as a provider does, and only then say that it was taken."""
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        message = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(("plain",))
        text = body.get_content() if body else ""
        with self._came:
            for to in envelope.rcpt_tos:
                letter = Letter(to, str(message["subject"]), text, raw, datetime.now(UTC))
                (self._folder / f"{len(self._letters):03}.eml").write_bytes(raw)
                self._letters.append(letter)
                self._told(letter)
            self._came.notify_all()
        return "250 taken"

    def letters(self, to: str = "", about: str = "") -> list[Letter]:
        with self._came:
            return [letter for letter in self._letters if to in letter.to and about in letter.text]

    def wait(self, to: str, about: str, seconds: float, after: int = 0) -> Letter | None:
        """The letter number ``after`` to this address about this code, once it is there."""
        until = monotonic() + seconds
        with self._came:
            while len(found := self.letters(to, about)) <= after:
                if not self._came.wait(max(0.0, until - monotonic())) and monotonic() >= until:
                    return None
            return found[after]
