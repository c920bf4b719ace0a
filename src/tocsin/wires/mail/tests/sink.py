# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real SMTP server on loopback that keeps what it takes, and fails when it is told to."""

from __future__ import annotations

import asyncio
import socket
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """Handler of the server; ``answers`` gives the reply to RCPT or DATA instead of taking it."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Message]] = []
        self.greeted: list[str] = []
        self.on_rcpt: dict[str, str] = {}
        self.on_data = ""
        self.hang_seconds = 0.0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.greeted.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.on_rcpt.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.hang_seconds:
            await asyncio.sleep(self.hang_seconds)
        if self.on_data:
            return self.on_data
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        for address in envelope.rcpt_tos:
            self.taken.append((address, message_from_bytes(content)))
        return "250 OK"


def serve(sink: Sink) -> Controller:
    """Start it on a free port; the controller cannot be told to take any."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    return controller
