# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the case file puts on other chapters' pages: on an alarm its case, on the board days without a lawyer.

The board is seen over shoulders, so it gets codes and counts; each filler returns a whole component.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from tocsin.casefile import work
from tocsin.casefile.pages.shown import summary
from tocsin.casefile.pages.shown.detention import affected
from tocsin.casefile.pages.shown.reader import Reader, Row


def after_alarm(request: HttpRequest, alarm: Any) -> str:
    """``alarm.after``: the cases of this alarm that she can open, or the way to open one.

    ``alarm`` is the alarm's code, or anything that has a ``code``.
    """
    vault = request.vault  # type: ignore[attr-defined]  # slots are filled on desk pages only
    code = alarm if isinstance(alarm, str) else alarm.code
    found = work.book(vault).alarm(code)
    if found is None or work.alarm_log(vault, found) is None:
        return ""
    known = [picture.code for picture in work.of_alarm(vault, code)]
    return render_to_string("casefile/after_alarm.html", {"alarm": code, "known": known}, request)


def board_section(request: HttpRequest, _subject: Any) -> str:
    """``board.section``: what runs out next and who has been without a lawyer, by code alone."""
    readers = [Reader(request.vault, picture) for _, picture in work.cases(request.vault)]  # type: ignore[attr-defined]  # as above
    rows = [row for reader in readers if (row := _board_row(reader))]
    rows.sort(key=lambda row: row["order"], reverse=True)
    return render_to_string("casefile/board.html", {"rows": rows}, request) if rows else ""


def _board_row(reader: Reader) -> Row | None:
    without = [row for row in summary.counsel(reader) if not row["met"]]
    clocks = summary.runs_out(reader)
    if not without and not clocks:
        return None
    return {
        "code": reader.picture.code,
        "title": reader.picture.opened.fact.title if reader.picture.opened else "",
        "people": len(affected(reader)),
        "without": without[0]["long"] if without else "",
        "attempts": len(without[0]["attempts"]) if without else 0,
        "clock": clocks[0] if clocks else None,
        "order": reader.picture.last,
    }
