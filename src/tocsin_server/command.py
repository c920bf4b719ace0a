# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line: one module per command, an exit status a program can use, errors that say what to do.

0 it is done · 1 it was refused, or a check failed · 2 the command or its input could not be understood.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

import tocsin
from tocsin.vault.refusals import Refusal

# In the order of a desk's life. What is not here does not exist yet.
COMMANDS = (
    "init",
    "up",
    "relay",
    "bell",
    "desk",
    "alarm",
    "rota",
    "source",
    "verify",
    "export",
    "doctor",
    "demo",
)


def parser() -> argparse.ArgumentParser:
    """The whole command line; the commands' own modules import little until they run."""
    top = argparse.ArgumentParser(prog="tocsin", description=tocsin.__doc__)
    top.add_argument("--version", action="version", version=f"tocsin {tocsin.__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(f"tocsin_server.commands.{name}").register(commands)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; argparse itself ends with 2 for words it does not know."""
    arguments = parser().parse_args(words)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except Refusal as refusal:
        return _say(refusal)
    except PermissionError as error:
        return _say(_not_permitted(error))
    except KeyboardInterrupt:
        return 1
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stderr.close()
        return 0
    return status


def _say(refusal: Refusal) -> int:
    for part in (refusal.what, refusal.means, refusal.do):
        if part:
            print(part, file=sys.stderr)
    return getattr(refusal, "status", 1)


def _not_permitted(error: PermissionError) -> Refusal:
    return Refusal(
        f"This user may not open {error.filename}.",
        "The data folder belongs to the user who made it, and to nobody else.",
        "Run the command as that user.",
    )
