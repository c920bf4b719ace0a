# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cuts a paragraph into sentences and finds its quotations, without breaking either inside the other.

A quotation that runs on into the next paragraph has no closing mark; an odd number of marks is no error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

OPENING, CLOSING = '“«„"', '”»“"'
_CLOSED = re.compile(r"“[^”“]*”|«[^«»]*(?:«[^»]*»[^«»]*)*»|„[^“”]*[“”]|\"[^\"]*\"|''[^']*''")
_RUNS_ON = re.compile(r"[“«„][^”»]*$")
_END = re.compile(r"[.!?…][\"”»’')\]]*\s+(?=[\"“«„‘(—–]?\s?[^\W_a-zа-яё]|[\"“«—–„¿¡\d])")
_SHORT_WORD = re.compile(
    r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|St|Sen|Gov|Rep|Gen|Col|Lt|Sgt|Rev|Jr|U\.S|D\.C|No|a\.m|p\.m|Jan|Feb|Aug|Sept|Oct"
    r"|Nov|Dec|vs|etc|Sr|Sra|Srta|Dra|Ud|Uds|EE|UU|г|гг|им|ул|д|кв|тыс|млн|руб|т\.е|т\.к|т\.д|стр|см|др)$"
)
_INITIAL = re.compile(r"(?:^|[\s.(«“\"])[^\W\d_a-zа-яё]$")
_GOES_ON = re.compile(r"(?:[—–-]\s*[^\W\dA-ZА-ЯЁ_]|(?:he|she|they|it)\s)")


class Span(NamedTuple):
    """From ``start`` up to, not including, ``end``, counted in the text at hand."""

    start: int
    end: int

    def moved(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


def quotations(paragraph: str) -> list[Span]:
    """Quotations with their marks, the one that runs on included."""
    found = [Span(*match.span()) for match in _CLOSED.finditer(paragraph)]
    last = found[-1].end if found else 0
    open_one = _RUNS_ON.search(paragraph, last)
    if open_one:
        found.append(Span(open_one.start(), len(paragraph)))
    return found


def inside(position: int, quoted: Sequence[Span]) -> bool:
    return any(span.start <= position < span.end for span in quoted)


def sentences(paragraph: str, quoted: Sequence[Span]) -> list[Span]:
    """Sentences without the blanks around them."""
    cuts = [match.end() for match in _END.finditer(paragraph) if _ends(paragraph, match, quoted)]
    return [
        stripped(paragraph, Span(start, end))
        for start, end in zip([0, *cuts], [*cuts, len(paragraph)], strict=True)
        if paragraph[start:end].strip()
    ]


def _ends(paragraph: str, match: re.Match[str], quoted: Sequence[Span]) -> bool:
    before = paragraph[: match.start()]
    short = match.group()[0] == "." and (_SHORT_WORD.search(before[-12:]) or _INITIAL.search(before[-3:]))
    within = any(span.start < match.start() < span.end - 1 and match.end() < span.end for span in quoted)
    return not short and not within and not _GOES_ON.match(paragraph, match.end())


def stripped(text: str, span: Span, edges: str = " \t\u00a0\u2009\u202f") -> Span:
    start, end = span
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return Span(start, end)
