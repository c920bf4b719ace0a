# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of a text with their place in it, so that whatever is said about a line can be checked in the source.

Offsets count characters of the decoded text; a line is stripped of the blanks at its ends, nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Every break that a browser, an editor or a word processor writes; form feeds separate pages of a PDF.
_LINE = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]+")
# Zero-width marks and the byte-order mark at the ends of lines are furniture of the copy, not of the page.
_BLANK = " \t\u00a0\u2007\u202f\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


_SENTENCE_END = re.compile(r"[.!?…][\"”»’)]{0,3}\s+(?=[\"“«„(]?[^\W\d_a-zа-яё])")
LONGEST_LINE = 3000


@dataclass(frozen=True, slots=True)
class Line:
    """One non-empty line and where it stands."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def lines_of(text: str) -> list[Line]:
    """The non-empty lines in order; one far beyond any paragraph lost its breaks and is cut at sentences."""
    found = []
    for match in _LINE.finditer(text):
        for start, end in _pieces(match.group()):
            piece = match.group()[start:end]
            stripped = piece.strip(_BLANK).strip()
            if stripped:
                found.append(Line(match.start() + start + piece.index(stripped), stripped))
    return found


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    if len(line) <= LONGEST_LINE:
        yield 0, len(line)
        return
    start = 0
    for end in (*(match.end() for match in _SENTENCE_END.finditer(line)), len(line)):
        while end - start > LONGEST_LINE:
            blank = line.rfind(" ", start, start + LONGEST_LINE)
            cut = blank + 1 if blank > start else start + LONGEST_LINE
            yield start, cut
            start = cut
        yield start, end
        start = end
