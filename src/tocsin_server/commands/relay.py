# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin relay``: this one process, as ``up`` or a service manager starts it."""

from __future__ import annotations

from tocsin_server.commands import Arguments, Commands
from tocsin_server.commands.process import adds_process, start


def register(commands: Commands) -> None:
    adds_process(
        commands,
        "relay",
        "take in what people write and show what is public",
        "Serve the public pages and the form, and bring sealed parcels to the bell. "
        "Needs only the folder's relay part.",
        run,
    )


def run(arguments: Arguments) -> int:
    from tocsin_server.relay import process

    return start(process.run, arguments)
