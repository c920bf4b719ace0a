# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages for people, held against the tree: a link leads somewhere, a name is explained, a test exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.fences.tree import CHAPTERS, GROUND, ROOT, SOURCE, tracked

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`((?:src|tests|docs|vectors|bench|requirements)/[\w./-]*)`")


def pages() -> list[Path]:
    return list(tracked("*.md"))


def dead(page: Path, text: str) -> list[str]:
    """Links and paths in this page that lead nowhere."""
    links = [
        target for target in LINK.findall(text) if "://" not in target and not target.startswith("mailto:")
    ]
    lost = [target for target in links if not (page.parent / target).exists()]
    return lost + [path for path in PATH.findall(text) if not (ROOT / path.rstrip("/.")).exists()]


def test_every_link_and_path_in_a_page_leads_somewhere() -> None:
    found = {str(page.relative_to(ROOT)): dead(page, page.read_text("utf-8")) for page in pages()}
    assert {page: lost for page, lost in found.items() if lost} == {}


def test_a_dead_link_would_be_seen() -> None:
    assert dead(ROOT / "README.md", "see [this](docs/nowhere.md) and `tests/nowhere.py`") == [
        "docs/nowhere.md",
        "tests/nowhere.py",
    ]


@pytest.mark.parametrize("package", [*CHAPTERS, *GROUND])
def test_every_package_is_in_the_glossary(package: str) -> None:
    assert f"| `{package}` |" in (ROOT / "docs/words.md").read_text("utf-8")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_is_introduced(chapter: str) -> None:
    own = SOURCE / "tocsin" / chapter / "README.md"
    assert own.exists() and len(own.read_text("utf-8")) > 300
    for page in ("README.md", "docs/story.md"):
        assert chapter in (ROOT / page).read_text("utf-8")


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    files = [path.name for path in tracked("docs/decisions/0*.md")]
    assert files and [name for name in files if f"]({name})" not in index] == []


def test_every_document_of_ours_can_be_reached_from_the_first_page() -> None:
    seen: set[Path] = set()
    ahead = [ROOT / "README.md"]
    while ahead:
        page = ahead.pop().resolve()
        if page in seen or page.suffix != ".md" or not page.exists():
            continue
        seen.add(page)
        ahead += [page.parent / target for target in LINK.findall(page.read_text("utf-8"))]
    documents = {path for path in tracked("docs/*.md") if "pictures" not in path.parts}
    assert sorted(str(page.relative_to(ROOT)) for page in documents - seen) == []


def test_continuous_integration_runs_the_command_of_the_first_page() -> None:
    assert re.search(r"^make test\b", (ROOT / "README.md").read_text("utf-8"), re.M)
    lines = [line for line in (ROOT / ".ci/run").read_text("utf-8").splitlines() if line.startswith("make")]
    assert lines[-1] == "make test"
