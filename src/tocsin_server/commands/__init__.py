# SPDX-License-Identifier: AGPL-3.0-or-later
"""One module per command: ``register`` says how it is called, ``run`` does it and returns the exit status."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any, TypeAlias

from tocsin.vault.refusals import Refusal

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Arguments = argparse.Namespace


class NotUnderstood(Refusal):
    """The command or its input makes no sense: exit status 2."""

    status = 2


def needs_data(parser: argparse.ArgumentParser) -> None:
    """``--data DIR``, or the environment's TOCSIN_DATA."""
    default = os.environ.get("TOCSIN_DATA")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=default and Path(default),
        required=default is None,
        help="the organisation's data folder (default: the environment's TOCSIN_DATA)",
    )


def speaks_json(parser: argparse.ArgumentParser) -> None:
    """``--json`` for programs."""
    parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")


def say_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
