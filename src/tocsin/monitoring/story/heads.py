# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds headline and standfirst: the lines over a story that share their words with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.monitoring.story.chrome import Reason, is_wall
from tocsin.monitoring.story.features import content_words

SHORTEST_HEADLINE, LONGEST_HEADLINE = 3, 45
SHORTEST_STANDFIRST = 5
# How far under the headline a standfirst may stand, and how akin to the body a headline has to be.
NEAR = 3
AKIN = 0.25


@dataclass(frozen=True, slots=True)
class Heads:
    """Headline and standfirst, and the other copies of the headline on the page."""

    title: int | None = None
    standfirst: int | None = None
    copies: frozenset[int] = frozenset()


def heads(
    lines: Sequence[str],
    until: int,
    taken: frozenset[int],
    labels: Sequence[Reason | None],
    body: str,
    named: str | None,
) -> Heads:
    """The headline is the first line above the body that shares much with it; the standfirst follows it.

    ``named`` is the headline as the page's own metadata has it, with or without the outlet behind it.
    """
    candidates = [i for i in range(until) if i not in taken and labels[i] is None and _could_head(lines[i])]
    in_body = content_words(body)
    shared = {i: len(content_words(lines[i]) & in_body) for i in candidates}
    akin = [i for i in candidates if shared[i] and shared[i] >= AKIN * len(content_words(lines[i]))]
    told = _named(lines, min(len(lines), until + NEAR), taken, named)
    if told is not None:
        akin, shared = [told], {told: 1}
    if not akin:
        return Heads()
    most = max(shared[i] for i in akin)
    title = _barest(lines, [i for i in akin if shared[i] * 2 >= most])
    copies = frozenset(i for i in candidates if i != title and lines[i].startswith(lines[title]))
    under = [i for i in candidates if title < i <= title + NEAR and i not in copies]
    standfirst = next((i for i in under if len(lines[i].split()) >= SHORTEST_STANDFIRST), None)
    return Heads(title, standfirst, copies)


def _named(lines: Sequence[str], until: int, taken: frozenset[int], named: str | None) -> int | None:
    """The line that is the metadata's headline, wherever it stands above or right at the body's start."""
    found = (i for i in range(until) if i not in taken and named and named.startswith(lines[i]))
    return next((i for i in found if _could_head(lines[i])), None)


def _could_head(line: str) -> bool:
    return SHORTEST_HEADLINE <= len(line.split()) <= LONGEST_HEADLINE and not is_wall(line)


def _barest(lines: Sequence[str], akin: Sequence[int]) -> int:
    """The window's title is the headline with the outlet behind it; the bare one is preferred."""
    first = akin[0]
    return next((i for i in akin[1:] if lines[first].startswith(lines[i])), first)
