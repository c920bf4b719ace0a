# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin demo``: an invented organisation lives through the night, with a visitor or without."""

from __future__ import annotations

from pathlib import Path

from tocsin_server.commands import Arguments, Commands


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "demo",
        help="live through the night with an invented organisation",
        description="Found an invented organisation in a temporary folder, run it, fill in the night, and leave "
        "one alarm ringing for you to answer in a browser. Everyone in it is invented; Ctrl-C removes it all.",
    )
    parser.add_argument(
        "--story",
        action="store_true",
        help="play the whole night without a visitor; exit status 0 only if every step held",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="use this empty folder and leave DIR/data, DIR/package, DIR/dossier.pdf and DIR/site in it",
    )
    parser.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    from tocsin_server.demo import stage

    return stage.run(story=arguments.story, keep=arguments.keep)
