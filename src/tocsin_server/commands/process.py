# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the three commands that are one process each have in common."""

from __future__ import annotations

import errno
import json
import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

from tocsin_server.commands import Arguments, Commands, NotUnderstood, needs_data
from tocsin_server.folder import Folder

if TYPE_CHECKING:
    from tocsin_server.pages_app import Announce


def adds_process(
    commands: Commands, name: str, help: str, description: str, run: Callable[[Arguments], int]
) -> None:
    """A command with ``--data`` and ``--ready-fd``."""
    parser = commands.add_parser(name, help=help, description=description)
    needs_data(parser)
    parser.add_argument(
        "--ready-fd", type=int, metavar="N", help="write one line of JSON here once it listens"
    )
    parser.set_defaults(run=run)


def start(process: Callable[[Folder, Announce], None], arguments: Arguments) -> int:
    """Run it until it is told to stop. Under a supervisor it ends when the supervisor does."""
    from tocsin_server.hardening import die_with_parent

    ready = arguments.ready_fd
    if ready is not None:
        die_with_parent(os.getppid(), signal.SIGTERM)

    def announce(**where: tuple[str, int]) -> None:
        if ready is not None:
            with os.fdopen(ready, "w") as pipe:
                pipe.write(
                    json.dumps({name: f"{host}:{port}" for name, (host, port) in where.items()}) + "\n"
                )

    try:
        process(Folder(arguments.data.resolve()), announce)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise NotUnderstood(
            "Another program already listens on one of the addresses.",
            "This process was not started.",
            "Stop the other one, or change the addresses in tocsin.toml or relay/relay.toml.",
        ) from None
    return 0
