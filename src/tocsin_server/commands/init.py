# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin init``: an organisation in a folder, and a passphrase for each member to carry home on paper."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin_server.commands import Arguments, Commands, NotUnderstood, say_json, speaks_json

if TYPE_CHECKING:
    from tocsin_server.answers import Answers
    from tocsin_server.founding import Made


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "init",
        help="make an organisation in a new folder",
        description="Make an organisation: directory with its stewards, members, keys, intake keys for eight "
        "weeks, rota, and the relay's own folder. Without --answers the terminal asks. Each member's "
        "passphrase is shown once and kept nowhere.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that does not exist yet")
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="answers as TOML; docs/answers.md explains them"
    )
    speaks_json(parser)
    parser.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    from tocsin_server import answers, founding

    given = answers.read(arguments.answers) if arguments.answers else _ask()
    print(f"Making keys for {len(given.members)} members, about a second for each …", file=sys.stderr)
    made = founding.make(arguments.folder.resolve(), given)
    if arguments.json:
        say_json({"org": made.org, "passphrases": made.passphrases, "fingerprints": made.fingerprints})
    else:
        _tell(arguments.folder, given, made)
    return 0


def _tell(folder: Path, given: Answers, made: Made) -> None:
    print(f"{given.organisation}: organisation id, to be printed and pinned on every other node:")
    print(f"  {made.org}\n")
    print("Passphrases. Each goes to its member on paper, and nowhere else; they are not kept here.\n")
    for one in given.members:
        print(f"  {one.name} ({one.callsign})\n    {made.passphrases[one.callsign]}")
        print(f"    fingerprint, to compare by voice: {made.fingerprints[one.callsign]}\n")
    print(f"Start everything with:  tocsin up --data {folder}")


def _ask() -> Answers:
    """The same answers, one question after the other."""
    if not sys.stdin.isatty():
        raise NotUnderstood(
            "There is no terminal to ask at.",
            "Nothing was made.",
            "Give the answers in a file: tocsin init DIR --answers FILE. docs/answers.md shows one.",
        )
    from tocsin_server.questions import ask

    return ask(input)
