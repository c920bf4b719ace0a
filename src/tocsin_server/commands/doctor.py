# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin doctor``: says in words what runs, what waits, and what this machine does not protect."""

from __future__ import annotations

from tocsin.vault.refusals import Refusal
from tocsin_server.commands import Arguments, Commands, needs_data, say_json, speaks_json
from tocsin_server.folder import Folder


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "doctor",
        help="say what runs, what waits and what is not protected",
        description="Look at this node and say in words what runs, what waits, what this machine does not "
        "protect. Exit status 1 if something would keep an alarm from being heard.",
    )
    needs_data(parser)
    parser.add_argument(
        "--rebuild", action="store_true", help="throw away the bell's timers and outbox; it draws them again"
    )
    speaks_json(parser)
    parser.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    from tocsin_server import health

    folder = Folder(arguments.data.resolve())
    if arguments.rebuild:
        _rebuild(folder)
    found = health.look(folder)
    if arguments.json:
        say_json([{"what": one.what, "state": one.state, "words": one.words} for one in found])
    else:
        for one in found:
            print(f"{one.state:8} {one.words}")
    return 1 if any(one.state == health.WRONG for one in found) else 0


def _rebuild(folder: Folder) -> None:
    from tocsin_server import health

    if health.listens(folder.settings().bell.listen):
        raise Refusal(
            "The bell is running.",
            "Its timers and outbox are in use; nothing was thrown away.",
            "Stop it first: end tocsin up, or tocsin bell.",
        )
    for name in ("bell.sqlite", "bell.sqlite-wal", "bell.sqlite-shm"):
        (folder.bell / name).unlink(missing_ok=True)
