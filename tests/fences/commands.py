# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line as a page: what every command is for and takes, from the same words that --help says.

`make kinds` writes docs/commands.md; the test beside this refuses a page that fell behind.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from tests.fences.tree import ROOT
from tocsin_server.command import parser

PAGE = ROOT / "docs/commands.md"
HEAD = """# Commands

Exit status 0: done. 1: refused, or a check failed. 2: the command or its input could not be understood.
Errors say what happened, what it means and what to do now. Made from `--help` by `make kinds`.
"""


def commands(
    top: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Each command that can be run, in order, with its words."""
    branches = [each for each in top._actions if isinstance(each, argparse._SubParsersAction)]
    if not branches:
        yield " ".join(words), top
    for branch in branches:
        for name, below in branch.choices.items():
            yield from commands(below, (*words, name))


def section(words: str, command: argparse.ArgumentParser) -> str:
    lines = [f"\n## tocsin {words}\n", " ".join((command.description or "").split()) + "\n"]
    for action in command._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        lines.append(f"* `{spelled(action)}` {' '.join((action.help or '').split())}")
    return "\n".join(lines).rstrip() + "\n"


def spelled(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    return f"{action.option_strings[-1]} {value}".strip() if action.option_strings else value


def page() -> str:
    return HEAD + "".join(section(*each) for each in commands(parser()))


if __name__ == "__main__" and "--write" in sys.argv:
    PAGE.write_text(page(), "utf-8")
