# SPDX-License-Identifier: AGPL-3.0-or-later
"""What of a count may be told outside: no cell below five, and none that a subtraction gives back (R-39)."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 5


def publishable(counts: Sequence[int]) -> tuple[int | None, ...]:
    """The counts with small ones withheld (None); zero is told, since it speaks of nobody.

    One withheld cell could be computed from the total, so the next smallest goes with it.
    """
    kept: list[int | None] = [count if count == 0 or count >= LEAST else None for count in counts]
    if kept.count(None) == 1:
        others = [count for count in kept if count]
        if others:
            kept[kept.index(min(others))] = None
    return tuple(kept)


def total(counts: Sequence[int]) -> int | None:
    """The total, unless it is itself small or would give a withheld cell away."""
    found, told = sum(counts), publishable(counts)
    if 0 < found < LEAST:
        return None
    # With a single cell withheld and nothing else to hide it behind, the total is that cell.
    return None if told.count(None) == 1 else found
