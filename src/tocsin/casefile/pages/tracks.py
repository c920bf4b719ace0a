# SPDX-License-Identifier: AGPL-3.0-or-later
"""Spans of time as shapes on a line a thousand units wide: geometry in attributes, looks in the stylesheet.

What lies outside the line is left out, never pressed against its end where it would seem to belong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_WIDTH = 1000.0
_LEAST = 6.0
_MOST_LABELS = 7
_SAMPLE = '<svg class="track" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">{}</svg>'


@dataclass(frozen=True, slots=True)
class Shape:
    """A span (two ends) or a moment (one), and what it is: known, said-only, gap, maybe, at."""

    look: str
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Scale:
    """The line: from the midnight before the first moment to the midnight after the last."""

    start: datetime
    end: datetime
    now: datetime

    def x(self, at: datetime) -> float:
        share = (at - self.start) / (self.end - self.start)
        return min(max(share, 0.0), 1.0) * _WIDTH

    def holds(self, begin: datetime, end: datetime) -> bool:
        return begin < self.end and end >= self.start

    @property
    def days(self) -> list[datetime]:
        """Where the labels stand: every day, or every n days when there are many."""
        count = max((self.end - self.start).days, 1)
        step = -(-count // _MOST_LABELS)
        return [self.start + timedelta(days=day) for day in range(0, count, step)]

    def draw(self, shapes: Sequence[Shape], *, label: str = "", tall: bool = False) -> SafeString:
        """The whole picture; without a label it is decoration and hidden from readers."""
        body = [format_html('<line class="base" x1="0" x2="1000" y1="12" y2="12"/>')]
        body += [_line("tick", self.x(day), 0, 24) for day in self.days]
        body += [self._shape(shape) for shape in shapes if self.holds(shape.begin, shape.end)]
        body.append(_line("now", self.x(self.now), 0, 24))
        role = (
            format_html('role="img" aria-label="{}"', label) if label else format_html('aria-hidden="true"')
        )
        return format_html(
            '<svg class="track{}" viewBox="0 0 1000 24" preserveAspectRatio="none" {}>{}</svg>',
            " tall" if tall else "",
            role,
            format_html_join("", "{}", ((part,) for part in body)),
        )

    def _shape(self, shape: Shape) -> SafeString:
        begin, end = self.x(shape.begin), self.x(shape.end)
        if shape.look == "at":
            return _line("at", begin, 3, 21)
        inset = 5 if shape.look == "maybe" else 4
        width = max(end - begin, _LEAST)
        return format_html(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
            shape.look,
            f"{min(begin, _WIDTH - width):.1f}",
            inset,
            f"{width:.1f}",
            24 - 2 * inset,
        )


def sample(look: str) -> SafeString:
    """One shape for a legend."""
    if look == "now":
        return format_html(_SAMPLE, _line("now", 500.0, 0, 24))
    return format_html(_SAMPLE, format_html('<rect class="{}" width="1000" height="24"/>', look))


def _line(look: str, x: float, top: int, bottom: int) -> SafeString:
    place = f"{x:.1f}"
    return format_html('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', look, place, place, top, bottom)


def scale(moments: Sequence[datetime], now: datetime) -> Scale:
    """A line that holds these moments and now."""
    first, last = min((*moments, now)), max((*moments, now))
    start = timezone.localtime(first).replace(hour=0, minute=0, second=0, microsecond=0)
    end = timezone.localtime(last).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Scale(start, end, now)
