# SPDX-License-Identifier: AGPL-3.0-or-later
"""What alarms put on other pages: the red strip, the board's live alarms, a number beside a word in the bar.

All of it comes from the bell log, so none of it can name a person at risk.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from tocsin.alarm import work
from tocsin.alarm.pages.shown import row
from tocsin.alarm.pages.shown.names import Names


def strip(request: HttpRequest, _subject: Any) -> str:
    """``page.strip``: red, and only while nobody holds an alarm."""
    vault = request.vault  # type: ignore[attr-defined]  # DeskRequest declares it
    codes = row.strip_codes(work.book(vault), vault.now())
    return render_to_string("alarm/strip.html", {"codes": codes}, request) if codes else ""


def board_section(request: HttpRequest, _subject: Any) -> str:
    """``board.section``: live alarms across the full width."""
    vault = request.vault  # type: ignore[attr-defined]  # DeskRequest declares it
    book = work.book(vault)
    rows = row.rows(book, Names(vault), vault.now())
    over = [alarm.closing for alarm in book.alarms.values() if alarm.closing and alarm.closing.closed_at]
    last = max((one.closed_at for one in over if one.closed_at), default=None)
    return render_to_string("alarm/board.html", {"rows": rows, "last": last}, request)


def nav_count(request: HttpRequest, subject: Any) -> str:
    """``nav.count``: how many alarms are live."""
    if subject != "alarms":
        return ""
    vault = request.vault  # type: ignore[attr-defined]  # DeskRequest declares it
    return str(len(work.book(vault).live()))
