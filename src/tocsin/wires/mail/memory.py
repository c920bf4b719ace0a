# SPDX-License-Identifier: AGPL-3.0-or-later
"""The mail line's twin: what it took stands in ``taken``, what it should refuse is told to it."""

from __future__ import annotations

from tocsin.alarm.facts.bell import FailureCause
from tocsin.alarm.needs import LineFailure
from tocsin.alarm.notice import Notice
from tocsin.wires.mail.address import recipient


class MemoryMail:
    """The same promises as the real line; ``down``, ``busy`` and ``refusing`` make it fail like one."""

    def __init__(self) -> None:
        self.taken: list[Notice] = []
        self.down = False
        self.busy = False
        self.refusing: set[str] = set()

    def send(self, notice: Notice) -> None:
        to = recipient(notice.address)
        if self.down:
            raise LineFailure(FailureCause.UNREACHABLE)
        if self.busy:
            raise LineFailure(FailureCause.BUSY)
        if to in self.refusing:
            raise LineFailure(FailureCause.REFUSED, lasting=True)
        self.taken.append(notice)
