# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a line of text that lost its tags still shows: length, small words, marks, and its neighbours.

The order of the numbers is fixed, because ``weights.json`` was fitted to it; the set needs no training here.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…][\"”»)']?\s*$")
_ADDRESS = re.compile(r"https?://|www\.|(?<!\S)\S{1,64}@\S{1,255}\.\w+|©|\.com\b")
_CALENDAR = re.compile(
    r"\b(\d{1,2}[:.]\d\d|20\d\d|19\d\d|jan\w*|feb\w*|mar(ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|gmt|utc|est|edt)\b",
    re.IGNORECASE,
)
_QUOTE_MARK = re.compile('["“”«»„]')
_SPEECH = re.compile(
    r"\b(said|says|told|added|according|claimed|claims|reported|wrote|stated"
    r"|сообщ\w+|заяв\w+|сказал\w*|рассказал\w*|по словам|по данным)\b",
    re.IGNORECASE,
)
_ADDRESSING = re.compile(
    r"\b(you|your|yours|we|our|ours|us|вы|вас|вам|ваш\w*|мы|нас|нам|наш\w*|usted|su apoyo|nuestr\w+)\b",
    re.IGNORECASE,
)
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
# Of a neighbour: words, small words, sentence end, capitals, furniture; then nearness and addressing.
_SEEN_OF_NEIGHBOUR = (0, 1, 2, 4, 5)
PROSE_WORDS = 12


@cache
def small_words() -> dict[str, frozenset[str]]:
    """Language to its small words; "other" mixes the neighbours that chrome is often written in."""
    rows = (line.split(": ", 1) for line in _data("small_words.txt"))
    return {language: frozenset(words.split()) for language, words in rows}


@cache
def furniture() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(_data('furniture.txt'))})\b", re.IGNORECASE)


def _data(name: str) -> list[str]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def features(lines: Sequence[str]) -> list[list[float]]:
    """One row of numbers per line."""
    repeated = Counter(line.lower() for line in lines)
    own = [_own(line, repeated[line.lower()] > 1) for line in lines]
    near = _nearness(lines)
    prose = [_prose_words(row) for row in own]
    around = _around(own, near)
    placed = _placed(own, prose)
    return [own[i] + near[i] + around[i] + placed[i] for i in range(len(lines))]


def _own(line: str, repeated: bool) -> list[float]:
    words = _WORD.findall(line)
    letters = [letter for letter in line if letter.isalpha()]
    low = [word.lower() for word in words]
    small = max(sum(word in kind for word in low) for kind in small_words().values())
    return [
        math.log1p(len(words)),
        min(small / len(words), 0.6) if words else 0.0,
        float(bool(_SENTENCE_END.search(line))),
        sum(letter.isupper() for letter in letters) / len(letters) if letters else 0.0,
        sum(word[:1].isupper() for word in words) / len(words) if words else 0.0,
        min(sum(1 for _ in furniture().finditer(line)), 4) / max(1.0, math.sqrt(len(words))),
        float(bool(_ADDRESS.search(line))),
        min(sum(letter.isdigit() for letter in line) / max(1, len(line)), 0.5),
        float(bool(_QUOTE_MARK.search(line))),
        float(bool(_CALENDAR.search(line))),
        float(repeated),
        float(bool(_SPEECH.search(line))),
        min(line.count(",") + line.count(";"), 5) / 5,
    ]


@cache
def _everywhere() -> frozenset[str]:
    return frozenset[str]().union(*small_words().values())


def content_words(line: str) -> frozenset[str]:
    """The beginnings of a line's own words, so that case endings do not part them."""
    words = (word.lower() for word in _WORD.findall(line))
    return frozenset(word[:6] for word in words if len(word) > 3 and word not in _everywhere())


def _nearness(lines: Sequence[str]) -> list[list[float]]:
    """How many of a line's own words the prose of the page shares, all of it and close by."""
    content = [content_words(line) for line in lines]
    prose = [i for i, line in enumerate(lines) if len(_WORD.findall(line)) >= PROSE_WORDS]
    counted = Counter(word for i in prose for word in content[i])
    is_prose = set(prose)
    rows = []
    for i, line in enumerate(lines):
        elsewhere = [counted[word] - (i in is_prose) for word in content[i]]
        shared = sum(count > 0 for count in elsewhere) / len(elsewhere) if elsewhere else 0.0
        weight = sum(min(count, 8) for count in elsewhere) / len(elsewhere) / 8 if elsewhere else 0.0
        rows.append([shared, weight, _close_by(i, content, is_prose), _addressing(line)])
    return rows


def _close_by(i: int, content: Sequence[frozenset[str]], prose: set[int]) -> float:
    if not content[i]:
        return 0.0
    window = range(max(0, i - 6), min(len(content), i + 7))
    words = frozenset[str]().union(*(content[j] for j in window if j != i and j in prose))
    return len(content[i] & words) / len(content[i])


def _addressing(line: str) -> float:
    """How much the line speaks to its reader or of its own outlet."""
    return min(len(_ADDRESSING.findall(line)) / (len(_WORD.findall(line)) or 1), 0.3)


def _prose_words(own: Sequence[float]) -> float:
    words, small, ends, furnished = own[0], own[1], own[2], own[5]
    return math.expm1(words) if words > math.log1p(9) and ends and small > 0.2 and furnished < 0.5 else 0.0


def _around(own: list[list[float]], near: list[list[float]]) -> list[list[float]]:
    rows = []
    for i in range(len(own)):
        row: list[float] = []
        for step in _NEIGHBOURS:
            j = i + step
            inside = 0 <= j < len(own)
            row += [own[j][k] for k in _SEEN_OF_NEIGHBOUR] + near[j][2:] if inside else [0.0] * 7
        rows.append(row)
    return rows


def _placed(own: Sequence[Sequence[float]], prose: Sequence[float]) -> list[list[float]]:
    """Where the line stands on the page, seen from the densest stretch of prose and from its middle."""
    count, total = len(prose), sum(prose) or 1.0
    windows = [sum(prose[max(0, i - 4) : i + 5]) for i in range(count)]
    most = max(windows, default=0.0)
    densest = windows.index(most) if windows else 0
    middle = _middle(prose, total)
    rows, before = [], 0.0
    for i in range(count):
        nearby = own[max(0, i - 5) : i + 6]
        rows.append([
            i / max(1, count - 1), before / total, windows[i] / (most or 1.0),
            math.log1p(abs(i - densest)), math.log1p(abs(i - middle)),
            sum(prose[max(0, i - 10) : i]) / total, sum(prose[i + 1 : i + 11]) / total,
            math.log1p(count), sum(row[5] > 0.3 for row in nearby) / 11,
        ])  # fmt: skip
        before += prose[i]
    return rows


def _middle(prose: Sequence[float], total: float) -> int:
    half = 0.0
    for i, words in enumerate(prose):
        half += words
        if half >= total / 2:
            return i
    return 0
