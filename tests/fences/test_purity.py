# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules know neither Django, nor the network, nor the clock: shown by taking those away.

Import contracts read source text; an import by name slips past them, not past an interpreter without it.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fences.tree import SOURCE, module_name, pure_modules, tracked

TAKEN_AWAY = ("django", "socket", "ssl", "sqlite3")
IMPORTER = """
import importlib, importlib.abc, sys
taken, modules = sys.argv[1].split(","), sys.argv[2].split(",")
class Gone(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in taken or name.lstrip("_").split(".")[0] in taken:
            raise ImportError("taken away: " + name)
sys.meta_path.insert(0, Gone())
failed = []
for name in modules:
    try:
        importlib.import_module(name)
    except ImportError as error:
        failed.append(f"{name}: {error}")
print("\\n".join(failed))
"""
CLOCKS_AND_DICE = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "os.urandom",
    "os.getrandom",
    "uuid.uuid1",
    "uuid.uuid4",
}
MODULES_OF_CHANCE = {"random", "secrets", "time"}


def imported_without(modules: list[str], path: Path = SOURCE) -> str:
    command = [sys.executable, "-c", IMPORTER, ",".join(TAKEN_AWAY), ",".join(modules)]
    environment = {"PYTHONPATH": str(path), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip()


def clocks_and_dice(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.split(".")[0] in MODULES_OF_CHANCE)
        elif isinstance(node, ast.ImportFrom):
            found = {f"{node.module}.{name.name}" for name in node.names}
            yield from sorted(found & CLOCKS_AND_DICE)
            if node.module in MODULES_OF_CHANCE:
                yield str(node.module)
        elif isinstance(node, ast.Attribute):
            dotted = ast.unparse(node)
            yield from (
                name for name in sorted(CLOCKS_AND_DICE) if dotted == name or dotted.endswith(f".{name}")
            )


def test_every_pure_module_lives_without_django_network_and_database() -> None:
    modules = pure_modules()
    assert len(modules) > 2
    assert imported_without(modules) == ""


@pytest.mark.parametrize(
    "line",
    [
        "import socket",
        'import importlib\nimportlib.import_module("django.conf")',
        '__import__("ssl")',
        "from urllib.request import urlopen",
        "import _sqlite3",
    ],
)
def test_a_planted_import_is_missed_by_the_interpreter_without_it(tmp_path: Path, line: str) -> None:
    (tmp_path / "planted.py").write_text(line, "utf-8")
    assert "taken away" in imported_without(["planted"], tmp_path)


def test_pure_modules_are_handed_the_time_and_the_dice() -> None:
    pure = set(pure_modules())
    files = [path for path in tracked("src/tocsin/*.py") if module_name(path) in pure]
    seen = {path.relative_to(SOURCE): list(clocks_and_dice(path.read_text("utf-8"))) for path in files}
    assert {str(path): found for path, found in seen.items() if found} == {}


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import datetime\nnow = datetime.now(UTC)",
        "import datetime\nnow = datetime.datetime.utcnow()",
        "from os import urandom",
        "import os\nkey = os.urandom(32)",
        "import random",
        "from time import monotonic",
        "import secrets as dice",
    ],
)
def test_a_planted_clock_or_die_is_seen(line: str) -> None:
    assert list(clocks_and_dice(line))
