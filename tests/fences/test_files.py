# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may stand in a file, and what a file may be called: read by strangers, kept by strangers.

Each rule is a function over a name and a text, and is shown one file that breaks it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.fences.tree import ROOT, tracked

LICENCE = "SPDX-License-Identifier: AGPL-3.0-or-later"
VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "misc",
    "manager",
    "managers",
    "handler",
    "handlers",
}
# Written in pieces, so that this file does not trip over itself.
PRIVATE = re.compile(
    "|".join(
        (
            r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|opt/py" + r"pi|ho" + r"me/\w+)/",
            r"file:/" + r"//",
            r"https?://(?:[\w.-]+@)?[\w.-]*(?:pyp" + r"i|pythonhosted|artifactory|nexus|devpi)[\w.-]*",
            r"(?<!emit-)(?:index|find)[-_](?:url|links)\s*[=:]\s*\S",
        )
    )
)
WITH_LICENCE = {".py", ".sh", ".sql", ".js", ".css", ".typ"}
OTHERS_WORK = {"htmx.min.js"}


@cache
def parsed(text: str) -> ast.Module:
    return ast.parse(text)


def too_long(path: Path, text: str) -> bool:
    return path.suffix == ".py" and text.count("\n") > 400


def vaguely_named(path: Path, text: str) -> bool:
    return any(Path(part).stem.lower() in VAGUE for part in path.parts)


def without_licence(path: Path, text: str) -> bool:
    wanted = path.suffix in WITH_LICENCE or text.startswith("#!")
    return bool(text.strip()) and wanted and path.name not in OTHERS_WORK and LICENCE not in text[:400]


def without_reason(path: Path, text: str) -> bool:
    """A module of ours starts by saying what it is and why it stands here; empty package files need not."""
    if path.suffix != ".py":
        return False
    module = parsed(text)
    return bool(module.body) and ast.get_docstring(module) is None


def tied_to_a_machine(path: Path, text: str) -> bool:
    return PRIVATE.search(text) is not None


def swallowing(path: Path, text: str) -> bool:
    """An except of everything that neither raises again nor says on its line which outermost loop it is."""
    if path.suffix != ".py":
        return False
    lines = text.splitlines()
    handlers = (node for node in ast.walk(parsed(text)) if isinstance(node, ast.ExceptHandler))
    broad = (n for n in handlers if n.type is None or ast.unparse(n.type) in ("Exception", "BaseException"))
    quiet = (node for node in broad if not any(isinstance(inner, ast.Raise) for inner in ast.walk(node)))
    return any("#" not in lines[node.lineno - 1] for node in quiet)


def caching_secrets(path: Path, text: str) -> bool:
    """functools caches in the vault would keep keys and plaintext alive for as long as the process."""
    return (
        "src/tocsin/vault" in path.as_posix()
        and re.search(r"@(?:functools\.)?(?:lru_)?cache\b", text) is not None
    )


RULES: dict[Callable[[Path, str], bool], tuple[str, str]] = {
    too_long: ("src/tocsin/alarm/rules.py", "x = 1\n" * 401),
    vaguely_named: ("src/tocsin/alarm/helpers/deep.py", ""),
    without_licence: ("src/tocsin/alarm/rules.py", '"""What."""\n'),
    without_reason: ("src/tocsin/alarm/rules.py", "x = 1\n"),
    tied_to_a_machine: ("docs/operate.md", "cp it to /wo" + "rk/main first"),
    swallowing: ("src/tocsin/alarm/work.py", "try:\n    pass\nexcept Exception:\n    pass\n"),
    caching_secrets: ("src/tocsin/vault/keys.py", "@lru_cache(maxsize=9)\ndef key(): ...\n"),
}


def everything() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path.relative_to(ROOT), path.read_text("utf-8")))
        except UnicodeDecodeError:
            continue  # pictures, sealed vectors, compiled catalogs
    return found


FILES = everything()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_file_breaks_the_rule(rule: Callable[[Path, str], bool]) -> None:
    assert len(FILES) > 40
    assert [str(path) for path, text in FILES if rule(path, text)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_planted_file_breaks_the_rule(rule: Callable[[Path, str], bool]) -> None:
    name, text = RULES[rule]
    assert rule(Path(name), text)


@pytest.mark.parametrize(
    "text",
    [
        "--extra-index" + "-url=https://example.org/simple",
        "see https://files.python" + "hosted.org/x",
        "in /ro" + "ot/.cache/pip",
        "file:/" + "//srv/wheels",
    ],
)
def test_every_kind_of_private_address_is_seen(text: str) -> None:
    assert tied_to_a_machine(Path("docs/x.md"), text)


def test_the_licence_is_the_verbatim_text() -> None:
    from hashlib import sha256

    known = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
    assert sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == known
