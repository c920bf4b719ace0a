# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of kinds as a page: every fact that may stand in a log, where, signed by whom, declared where.

`make kinds` writes docs/kinds.md; the test beside this prints it and refuses a page that fell behind.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module

from tests.fences.tree import ROOT
from tocsin.vault.kinds import Registry, kind_of
from tocsin_server import wiring

PAGE = ROOT / "docs/kinds.md"
HEAD = """# The table of kinds

Every fact that this version may write, the logs it may stand in, and who may sign it.
Directory and public logs are clear text; all others are sealed. Made by `make kinds`.

| kind | logs | signed by | what it says |
|---|---|---|---|
"""


def declared() -> Iterator[type]:
    for name in wiring.FACT_MODULES:
        yield from import_module(name).KINDS


def rows(types: list[type]) -> Iterator[str]:
    registry = Registry(types)
    by_name = {kind_of(cls).name: cls for cls in types}
    for kind in registry.kinds():
        said = " ".join((by_name[kind.name].__doc__ or "").split("\n\n")[0].split())
        logs, signers = " ".join(map(str, kind.logs)), " ".join(map(str, kind.signers))
        yield f"| `{kind.name}` | {logs} | {signers} | {said} |\n"


def page() -> str:
    return HEAD + "".join(rows(list(declared())))


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page(), "utf-8")
    else:
        print(page(), end="")
