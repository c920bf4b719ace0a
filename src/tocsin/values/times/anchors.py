# SPDX-License-Identifier: AGPL-3.0-or-later
"""What relative words count from, and what a matched phrase gives back.

A shape that needs an anchor asks its ``Base`` for it, and so the caller learns when it was missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from tocsin.values.times.spans import Span

Words = Mapping[str, Any]


class AnchorMissing(Exception):
    """The words count from something that is not there."""


@dataclass(frozen=True, slots=True)
class Context:
    """The time that was spoken of last, as moments; "later" counts from it."""

    earliest: datetime
    latest: datetime
    label: str


@dataclass(frozen=True, slots=True)
class Base:
    """What relative words may count from, and the clock of the place."""

    anchor: datetime | None
    context: Context | None
    tz: tzinfo
    future: bool = False

    @property
    def today(self) -> date:
        if self.anchor is None:
            raise AnchorMissing
        return self.anchor.astimezone(self.tz).date()

    @property
    def moment(self) -> datetime:
        if self.anchor is None:
            raise AnchorMissing
        return self.anchor.astimezone(UTC)

    @property
    def told(self) -> Context:
        if self.context is None:
            raise AnchorMissing
        return self.context


@dataclass(frozen=True, slots=True)
class Shaped:
    """A stretch of time and how it was found: counted from what, how far, and how sure."""

    span: Span
    anchor: str | None = None
    offset: str | None = None
    approx: bool = False
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time on a clock. ``either`` means that both halves of the day are possible."""

    hour: int
    minute: int | None = None
    either: bool = False
    zone: tzinfo | None = None
