# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invented pages, each line labelled with what it is; furniture of one can be put around another's story.

T headline, S standfirst, Y byline, D date, B body, C caption, X furniture. Everybody in them is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

FOLDER = Path(__file__).parent / "pages"
HEADS = "TSYD"


@dataclass(frozen=True, slots=True)
class Page:
    """Labelled lines; the text is what somebody would copy."""

    name: str
    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return "\n".join(line for _, line in self.lines)

    @property
    def language(self) -> str:
        return self.name[:2]

    def of(self, labels: str) -> list[str]:
        return [line for label, line in self.lines if label in labels]


@cache
def pages() -> tuple[Page, ...]:
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        rows = (line.split("|", 1) for line in path.read_text("utf-8").splitlines() if line)
        found.append(Page(path.stem, tuple((label, line) for label, line in rows)))
    return tuple(found)


def page(name: str) -> Page:
    return next(each for each in pages() if each.name == name)


@cache
def mixtures() -> tuple[Page, ...]:
    """Every story in every page's furniture, within a language."""
    return tuple(_mixed(one, two) for one, two in product(pages(), pages()) if one.language == two.language)


def _mixed(furniture: Page, story: Page) -> Page:
    slots = sum(label == "B" for label, _ in furniture.lines)
    body = [line for line in story.lines if line[0] == "B"]
    lines: list[tuple[str, str]] = []
    seen = used = 0
    for label, text in furniture.lines:
        if label in HEADS:
            lines += [line for line in story.lines if line[0] == label and line not in lines]
        elif label == "B":
            seen += 1
            upto = round(len(body) * seen / slots)
            lines += body[used:upto]
            used = upto
        else:
            lines.append((label, text))
    return Page(f"{story.name}-in-{furniture.name}", tuple(lines))
