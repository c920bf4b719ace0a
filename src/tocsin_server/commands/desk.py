# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin desk``: this one process, as ``up`` or a service manager starts it."""

from __future__ import annotations

from tocsin_server.commands import Arguments, Commands
from tocsin_server.commands.process import adds_process, start


def register(commands: Commands) -> None:
    adds_process(
        commands,
        "desk",
        "the members' pages",
        "Show the door, and give each member who unlocks a process of their own.",
        run,
    )


def run(arguments: Arguments) -> int:
    from tocsin_server.desk import process

    return start(process.run, arguments)
