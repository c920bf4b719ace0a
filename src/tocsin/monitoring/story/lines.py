# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of a text with their place in it, so that whatever is said about a line can be checked in the source.

Offsets count characters of the decoded text; a line is stripped of the blanks at its ends, nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Every break that a browser, an editor or a word processor writes; form feeds separate pages of a PDF.
_LINE = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]+")
# Zero-width marks and the byte-order mark at the ends of lines are furniture of the copy, not of the page.
_BLANK = " \t\u00a0\u2007\u202f\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


@dataclass(frozen=True, slots=True)
class Line:
    """One non-empty line and where it stands."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def lines_of(text: str) -> list[Line]:
    """The non-empty lines in order."""
    found = []
    for match in _LINE.finditer(text):
        stripped = match.group().strip(_BLANK).strip()
        if stripped:
            found.append(Line(match.start() + match.group().index(stripped), stripped))
    return found
