# SPDX-License-Identifier: AGPL-3.0-or-later
"""Few dependencies, each with a reason, each pinned by hash, none from an address written down here."""

from __future__ import annotations

import ast
import re

import pytest

from tests.fences.tree import ROOT, tracked

PAGE = (ROOT / "docs/dependencies.md").read_text("utf-8")
LISTS = {"run": "## To run", "build": "## To install", "test": "## To check"}
IMPORTED_AS = {"argon2-cffi": "argon2", "shamir-mnemonic": "shamir_mnemonic"}
# trafilatura imports it; we do not.
SILENT = {"lxml_html_clean"}


def listed(name: str) -> list[str]:
    lines = (ROOT / f"requirements/{name}.in").read_text("utf-8").splitlines()
    return [re.split(r"[<>=~!\[;]", line)[0].strip() for line in lines if line and line[0] not in "#-"]


def justified(heading: str) -> list[str]:
    section = PAGE.split(heading, 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| ([\w.-]+) \| (.{20,}) \|$", section, re.M)
    return [name for name, _reason in rows if name != "package"]


def pinned(name: str) -> dict[str, list[str]]:
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {line[0].split("==")[0]: line[1:] for line in lines}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    found: set[str] = set()
    for path in tracked("src/*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(name.name.split(".")[0] for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("name", LISTS)
def test_every_dependency_is_justified_and_nothing_else(name: str) -> None:
    assert sorted(listed(name)) == sorted(justified(LISTS[name]))


@pytest.mark.parametrize("name", LISTS)
def test_every_dependency_is_pinned_with_the_hashes_of_its_files(name: str) -> None:
    pins = pinned(name)
    assert {plain(each) for each in listed(name)} <= {plain(each) for each in pins}
    assert all(hashes and all(h.startswith("--hash=sha256:") for h in hashes) for hashes in pins.values())


def test_there_are_at_most_twenty_five_to_run() -> None:
    assert len(listed("run")) <= 25


def test_nothing_is_required_that_nothing_imports() -> None:
    wanted = {IMPORTED_AS.get(name, name).lower() for name in listed("run") if name not in SILENT}
    assert wanted - {name.lower() for name in imported()} == set()


def test_a_test_tool_and_a_run_package_are_pinned_to_one_version() -> None:
    files = [(ROOT / f"requirements/{name}.txt").read_text("utf-8") for name in LISTS]
    versions: dict[str, set[str]] = {}
    for text in files:
        for package, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.M):
            versions.setdefault(plain(package), set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}
