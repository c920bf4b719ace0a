# SPDX-License-Identifier: AGPL-3.0-or-later
"""Spans of time as shapes on a line a thousand units wide: geometry in attributes, looks in the stylesheet.

What lies outside the line is left out, never pressed against its end where it would seem to belong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_WIDTH = 1000.0
_LEAST = 6.0
_MOST_LABELS = 7
_BASE = '<line class="base" x1="0" x2="1000" y1="12" y2="12"/>'

Look = Literal["known", "said-only", "gap", "maybe", "at"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A span (two ends) or a moment (one), and what it is."""

    look: Look
    begin: datetime
    end: datetime


class Scale:
    """The line: from the midnight before the first moment to the midnight after the last."""

    def __init__(self, start: datetime, end: datetime, now: datetime) -> None:
        self.start, self.end, self.now = start, end, now

    def x(self, at: datetime) -> float:
        share = (at - self.start) / (self.end - self.start)
        return min(max(share, 0.0), 1.0) * _WIDTH

    def holds(self, shape: Shape) -> bool:
        return shape.begin < self.end and shape.end >= self.start

    @property
    def days(self) -> list[datetime]:
        """Where the labels stand: every day, or every n days when there are many."""
        count = max((self.end - self.start).days, 1)
        step = -(-count // _MOST_LABELS)
        return [self.start + timedelta(days=day) for day in range(0, count, step)]

    @cached_property
    def _ground(self) -> str:
        return _BASE + "".join(_line("tick", self.x(day), 0, 24) for day in self.days)

    def draw(self, shapes: Sequence[Shape], *, label: str = "", tall: bool = False) -> SafeString:
        """The whole picture; without a label it is decoration and hidden from readers."""
        drawn = "".join(self._shape(shape) for shape in shapes if self.holds(shape))
        role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
        return _svg(self._ground + drawn + _line("now", self.x(self.now), 0, 24), role, tall=tall)

    def _shape(self, shape: Shape) -> str:
        begin, end = self.x(shape.begin), self.x(shape.end)
        if shape.look == "at":
            return _line("at", begin, 3, 21)
        inset = 5 if shape.look == "maybe" else 4
        width = max(end - begin, _LEAST)
        left, high = min(begin, _WIDTH - width), 24 - 2 * inset
        return f'<rect class="{shape.look}" x="{left:.1f}" y="{inset}" width="{width:.1f}" height="{high}"/>'


def _line(look: str, x: float, top: int, bottom: int) -> str:
    return f'<line class="{look}" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}"/>'


def _svg(body: str, role: str, *, tall: bool = False) -> SafeString:
    # Numbers and our own class names only; the one text, the label, is escaped where it is put in.
    look = "track tall" if tall else "track"
    return mark_safe(
        f'<svg class="{look}" viewBox="0 0 1000 24" preserveAspectRatio="none" {role}>{body}</svg>'
    )


def sample(look: str) -> SafeString:
    """One shape for a legend."""
    if look == "now":
        return _svg(_line("now", 500.0, 0, 24), 'aria-hidden="true"')
    return _svg(f'<rect class="{look}" width="1000" height="24"/>', 'aria-hidden="true"')


def scale(moments: Sequence[datetime], now: datetime) -> Scale:
    """A line that holds these moments and now."""
    first, last = min((*moments, now)), max((*moments, now))
    start = timezone.localtime(first).replace(hour=0, minute=0, second=0, microsecond=0)
    end = timezone.localtime(last).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Scale(start, end, now)
