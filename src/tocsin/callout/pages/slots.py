# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is out, on the board and under an alarm: members by name, no person at risk, no word of what was seen.

Only alarms that this member can open are drawn; to others nobody is out.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from tocsin.callout import work
from tocsin.callout.pages import shown
from tocsin.callout.picture import Where


def board_section(request: HttpRequest, _subject: Any = None) -> str:
    """``board.section``: on the way and on scene, whoever is late first."""
    vault = request.vault  # type: ignore[attr-defined]  # DeskRequest declares it
    now = vault.now()
    rows = [shown.trip(vault, one, trip, now) for one in work.scenes_out(vault) for trip in one.callout.out]
    rows.sort(key=lambda row: row["due"])
    return render_to_string("callout/board.html", {"rows": rows}, request) if rows else ""


def after_alarm(request: HttpRequest, alarm: Any) -> str:
    """``alarm.after``: who is out for it, or the button to set out. ``alarm`` is its code, or has one."""
    vault = request.vault  # type: ignore[attr-defined]  # DeskRequest declares it
    code = alarm if isinstance(alarm, str) else alarm.code
    try:
        one = work.scene(vault, code)
    except work.NoSuchCallout:
        return ""
    now = vault.now()
    context = {
        "code": code,
        "rows": [shown.trip(vault, one, trip, now) for trip in one.callout.trips],
        "noted": len(one.callout.observations),
        "may_set_out": one.callout.where(vault.me) in (Where.NOT_OUT, Where.LEFT),
    }
    return render_to_string("callout/after_alarm.html", context, request)
