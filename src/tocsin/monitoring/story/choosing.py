# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chooses the lines of the story: the weightiest run of likely lines, mended at its ends and around boxes.

Missing a paragraph is worse than keeping one too many, so the run is extended over prose that adjoins it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from tocsin.monitoring.story.chrome import Reason, is_paragraph, is_quote, is_wall, opens_comments
from tocsin.monitoring.story.features import content_words

# Chosen on the benchmark: favour keeping, let no single line decide, let long lines count for more.
FAVOUR = 0.75
MOST = 3.0
FURNITURE_COST = 2.0
WALL_COST = 4.0
# What may adjoin the run and still be taken in, and over how many other lines.
UNLIKELY = -2.5
REACH = 3
# Known furniture between two paragraphs parts them less than lines nobody can name.
LABELLED = 0.3
SHORTEST_PARAGRAPH = 4


def chosen(
    lines: Sequence[str], labels: Sequence[Reason | None], fixed: frozenset[int], odds: Sequence[float]
) -> list[bool]:
    """Which lines are body. ``fixed`` are known heads of the page; ``odds`` are per line."""
    costs = [_weight(line, odds[i], labels[i] is not None or i in fixed) for i, line in enumerate(lines)]
    first, last = _weightiest_run(costs)
    kept = [first <= i < last and _stays(i, lines, labels, odds, fixed) for i in range(len(lines))]
    _trim(kept, lines)
    _cut_comments(kept, lines)
    _extend(kept, lines, labels, odds, fixed)
    return kept


def _weight(line: str, odds: float, furniture: bool) -> float:
    if is_wall(line):
        return -WALL_COST
    if furniture:
        return -FURNITURE_COST
    return max(-MOST, min(MOST, odds + FAVOUR)) * math.sqrt(len(line.split()))


def _weightiest_run(weights: Sequence[float]) -> tuple[int, int]:
    best, first, last = 0.0, 0, 0
    running, begun = 0.0, 0
    for i, weight in enumerate(weights):
        if running <= 0:
            running, begun = 0.0, i
        running += weight
        if running > best:
            best, first, last = running, begun, i + 1
    return first, last


def _stays(
    i: int,
    lines: Sequence[str],
    labels: Sequence[Reason | None],
    odds: Sequence[float],
    fixed: frozenset[int],
) -> bool:
    if labels[i] is not None or i in fixed or is_wall(lines[i]):
        return False
    return is_paragraph(lines[i]) or odds[i] > 0


def _trim(kept: list[bool], lines: Sequence[str]) -> None:
    """A story begins and ends with a sentence or a quotation."""
    for order in (range(len(kept)), range(len(kept) - 1, -1, -1)):
        for i in order:
            if kept[i] and is_paragraph(lines[i]):
                break
            kept[i] = False


def _cut_comments(kept: list[bool], lines: Sequence[str]) -> None:
    """After the story has begun, a heading of comments ends it, however well the comments read."""
    begun = 0
    for i, line in enumerate(lines):
        begun += kept[i]
        if begun > 1 and opens_comments(line):
            kept[i:] = [False] * (len(kept) - i)
            return


def _extend(
    kept: list[bool],
    lines: Sequence[str],
    labels: Sequence[Reason | None],
    odds: Sequence[float],
    fixed: frozenset[int],
) -> None:
    """Take in prose that adjoins the run; short last quotes are where impunity is spoken of, and get lost."""
    if not any(kept):
        return
    body = content_words(" ".join(line for line, keep in zip(lines, kept, strict=True) if keep))
    last = max(i for i, keep in enumerate(kept) if keep)
    for order in (range(last + 1, len(lines)), range(kept.index(True) - 1, -1, -1)):
        passed = 0.0
        for i in order:
            if passed >= REACH or i in fixed or is_wall(lines[i]):
                break
            if labels[i] is None and odds[i] > UNLIKELY and _adjoins(lines[i], body, passed < 1):
                kept[i], passed = True, 0.0
            else:
                passed += 1.0 if labels[i] is None else LABELLED


def _adjoins(line: str, body: frozenset[str], at_once: bool) -> bool:
    """Spoken words, or a paragraph that shares words with the run or has nothing strange in between."""
    enough = is_paragraph(line) and len(line.split()) >= SHORTEST_PARAGRAPH
    return enough and (at_once or is_quote(line) or bool(content_words(line) & body))
