# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin bell``: this one process, as ``up`` or a service manager starts it."""

from __future__ import annotations

from tocsin_server.commands import Arguments, Commands
from tocsin_server.commands.process import adds_process, start


def register(commands: Commands) -> None:
    adds_process(
        commands,
        "bell",
        "receive parcels, page people, escalate",
        "Receive sealed parcels, page whoever is on call and escalate until somebody has the alarm.",
        run,
    )


def run(arguments: Arguments) -> int:
    from tocsin_server.bell import process

    return start(process.run, arguments)
