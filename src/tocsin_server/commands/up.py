# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin up``: everything on this machine, watched."""

from __future__ import annotations

from pathlib import Path

from tocsin_server.commands import Arguments, Commands, needs_data


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "up",
        help="start relay, bell and desk, and start again whatever ends",
        description="Start relay, bell and desk as processes of their own and print their addresses. "
        "One that ends is started again at once. Ctrl-C or SIGTERM stops them all.",
    )
    needs_data(parser)
    parser.add_argument("--ready-fd", type=int, metavar="N", help="write addresses as a line of JSON here")
    parser.add_argument("--ready-file", type=Path, metavar="FILE", help="or into this file")
    parser.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    from tocsin_server.supervisor import ROLES, Supervisor

    return Supervisor(arguments.data, ROLES, arguments.ready_fd, arguments.ready_file).run()
