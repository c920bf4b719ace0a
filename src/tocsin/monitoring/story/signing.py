# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who signed a page and when it says it was published, from the forms that bylines and date lines have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.monitoring.story.chrome import Reason, is_sentence, is_wall
from tocsin.values.times import Precision, TimeExpr, find

_NAME = r"[^\W\d_a-zа-яё][^\W\d_]*(?:[-’'.][^\W\d_]+)*\.?"
_NAMES = rf"{_NAME}(?:\s+(?:de|del|la|van|von|der|bin|al|el|da|di)\b)*(?:\s+{_NAME}){{1,3}}"
_AND = r"(?:\s*,\s*|\s+(?:and|&|и|y|e)\s+)"
_FROM = rf"(?:,|\s+(?:in|at|from|en|desde|в|из))\s+{_NAME}(?:\s+{_NAME})?"
_BARE = re.compile(rf"^(?P<who>{_NAMES}(?:{_AND}{_NAMES})*)(?:{_FROM})?$")
_BY = re.compile(
    r"^(?:(?:written|reported|words|text|story|reporting)?\s*by|текст|авторы?|корреспондент|por|autor(?:a|es)?"
    r"|texto)\s*[:：]?\s+(?P<who>\S.*)$",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"^(?:(?:our|a)?\s*(?:staff|special|own)?\s*(?:reporters?|correspondents?|writers?)"
    r"|(?:\w+\s)?(?:staff|newsroom|agencies|desk)|reuters|ap|afp|associated press|редакция"
    r"|(?:наш|собственный)\s+корреспондент|агентства|(?:la\s+)?redacci[oó]n|agencias|efe)$",
    re.IGNORECASE,
)
_POST = re.compile(
    r"^(?P<who>.+?)\s*[,|·•—–]\s*(?:\w+\s+){0,4}(?:correspondent|reporter|editor|staff|writer|корреспондент\w*"
    r"|редактор|журналист\w*|corresponsal|periodista|redactor\w*|redacci[oó]n|enviad[oa])\b.*$",
    re.IGNORECASE,
)
_EDGES = " \t|·•—–-,/:"
_UPDATED = re.compile(r"\b(updated|modified|обновл\w*|измен\w*|actualizad\w*|modificad\w*)\b", re.IGNORECASE)
_TO_THE_DAY = (Precision.DAY, Precision.PART_OF_DAY, Precision.HOUR, Precision.MINUTE, Precision.SECOND)
# What else a date line may hold, how long a byline is, how far from the date a bare name may stand.
REST_OF_A_DATE_LINE = 60
LONGEST_BYLINE = 14
BESIDE_THE_DATE = 3


@dataclass(frozen=True, slots=True)
class Dated:
    """A line that says when the page was published: where the words stand in it and what they mean."""

    line: int
    start: int
    end: int
    time: TimeExpr


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signed the page, as printed, without "by", the place they write from, or the post they hold."""

    line: int
    who: str


def date_line(lines: Sequence[str], until: int, language: str, seen: datetime | None) -> Dated | None:
    """The first line above the body that is little more than a date; "updated" counts for want of better."""
    best: tuple[bool, Dated] | None = None
    for i, line in enumerate(lines):
        dated = None if _is_prose(line) else _dated(i, line, language, seen)
        if dated is None:
            continue
        second_best = i >= until or _UPDATED.search(line[: dated.start]) is not None
        if best is None or (best[0] and not second_best):
            best = (second_best, dated)
    return best[1] if best else None


def _is_prose(line: str) -> bool:
    return len(line) > 160 or (is_sentence(line) and len(line.split()) > 12)


def _dated(i: int, line: str, language: str, seen: datetime | None) -> Dated | None:
    for start, end, time in find(line, anchor=seen, tz=UTC, language=language):
        to_the_day = time.precision in _TO_THE_DAY and time.earliest is not None and time.offset is None
        if to_the_day and len(line) - (end - start) <= REST_OF_A_DATE_LINE:
            return Dated(i, start, end, time)
    return None


def byline(
    lines: Sequence[str], until: int, dated: Dated | None, labels: Sequence[Reason | None]
) -> Byline | None:
    """A line that begins with "by", else a bare name near the date."""
    for i in range(min(until, len(lines))):
        if who := _signed(_without_date(lines[i], dated, i)):
            return Byline(i, who)
    if dated is None:
        return None
    first, last = max(0, dated.line - BESIDE_THE_DATE), min(len(lines), dated.line + BESIDE_THE_DATE + 1)
    for i in sorted(range(first, last), key=lambda i: abs(i - dated.line)):
        name = _name_alone(_without_date(lines[i], dated, i))
        if name and labels[i] is None and not is_wall(lines[i]) and not _all_over(name, i, lines):
            return Byline(i, name)
    return None


def _without_date(line: str, dated: Dated | None, i: int) -> str:
    if dated is None or dated.line != i:
        return line
    return (line[: dated.start] + " " + line[dated.end :]).strip(_EDGES)


def _signed(line: str) -> str | None:
    found = _BY.match(line)
    if found is None or len(line.split()) > LONGEST_BYLINE or is_sentence(line):
        return None
    who = found["who"].strip(_EDGES)
    return _name_alone(who) or (who if who[:1].isupper() else None)


def _name_alone(line: str) -> str | None:
    if _DESK.match(line):
        return line
    post = _POST.match(line)
    bare = _BARE.match(post["who"].strip() if post else line)
    return bare["who"] if bare and len(bare["who"].split()) <= LONGEST_BYLINE else None


def _all_over(name: str, i: int, lines: Sequence[str]) -> bool:
    """An outlet's name looks like a person's, and stands all over its own page."""
    return sum(name in line for j, line in enumerate(lines) if j != i) > 1
