# SPDX-License-Identifier: AGPL-3.0-or-later
"""One thread per page in the air: a line that hangs holds up nobody but its own page.

The bell limits how many are in the air per line; a thread that dies of our fault is a passing failure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from queue import Empty, SimpleQueue
from threading import Thread

from tocsin.alarm.facts.bell import FailureCause
from tocsin.alarm.needs import Finished, Line, LineFailure, Wake
from tocsin.alarm.notice import Notice


class ThreadPager:
    """The pager over real lines, by scheme; ``wake`` is called from a sending thread when it ended."""

    def __init__(self, lines: Mapping[str, Line], wake: Wake) -> None:
        self._lines = dict(lines)
        self._wake = wake
        self._ended: SimpleQueue[Finished] = SimpleQueue()

    def start(self, notice: Notice) -> None:
        line = self._lines.get(notice.scheme)
        if line is None:
            self._end(Finished(notice.page, LineFailure(FailureCause.NO_LINE, lasting=True)))
            return
        Thread(target=self._send, args=(line, notice), name="page", daemon=True).start()

    def finished(self) -> Sequence[Finished]:
        ended: list[Finished] = []
        while True:
            try:
                ended.append(self._ended.get_nowait())
            except Empty:
                return ended

    def _send(self, line: Line, notice: Notice) -> None:
        failure: LineFailure | None = LineFailure(FailureCause.UNREACHABLE)
        try:
            line.send(notice)
            failure = None
        except LineFailure as stated:
            failure = stated
        finally:
            self._end(Finished(notice.page, failure))

    def _end(self, finished: Finished) -> None:
        self._ended.put(finished)
        self._wake()
