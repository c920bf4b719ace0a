# SPDX-License-Identifier: AGPL-3.0-or-later
"""The outbox's twin in memory, for tests that kill the bell a thousand times a second."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tocsin.alarm.needs import Cause, Claim, Mark


@dataclass(slots=True)
class _Row:
    scheme: str
    due: float = 0.0
    until: float | None = None
    attempts: int = 0


class MemoryOutbox:
    """The same promises but durability."""

    def __init__(self) -> None:
        self._pages: dict[str, _Row] = {}
        self._marks: dict[Cause, Mark] = {}

    def redraw(self, pages: Mapping[str, str], causes: Collection[Cause]) -> None:
        self._pages = {page: self._pages.get(page) or _Row(scheme) for page, scheme in pages.items()}
        self._marks = {cause: mark for cause, mark in self._marks.items() if cause in causes}

    def claim(self, scheme: str, at: float, until: float, limit: int) -> Sequence[Claim]:
        due = [
            (row.due, page)
            for page, row in self._pages.items()
            if row.scheme == scheme and row.due <= at and (row.until is None or row.until <= at)
        ]
        return [self._lease(page, until) for _, page in sorted(due)[: max(limit, 0)]]

    def _lease(self, page: str, until: float) -> Claim:
        row = self._pages[page]
        row.until = until
        row.attempts += 1
        return Claim(page, row.attempts - 1)

    def put_off(self, page: str, due: float) -> None:
        if row := self._pages.get(page):
            row.due, row.until = due, None

    def done(self, page: str) -> None:
        self._pages.pop(page, None)

    def release(self) -> None:
        for row in self._pages.values():
            row.due, row.until = 0.0, None

    def next_due(self) -> float | None:
        return min(
            (row.due if row.until is None else row.until for row in self._pages.values()), default=None
        )

    def marks(self) -> Mapping[Cause, Mark]:
        return dict(self._marks)

    def set_mark(self, cause: Cause, mark: Mark) -> None:
        self._marks[cause] = mark
