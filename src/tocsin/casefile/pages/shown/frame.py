# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands around every page of a case: its lead, its circle, the packs it uses, its tabs, its foot."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from tocsin.casefile import packs
from tocsin.casefile.pages.shown.reader import Reader, Row
from tocsin.vault.ids import LogId

_TABS = (
    ("", gettext_noop("Now")),
    ("timeline/", gettext_noop("Timeline")),
    ("claims/", gettext_noop("Who says what")),
    ("detention/", gettext_noop("Detention")),
    ("evidence/", gettext_noop("Evidence")),
    ("visits/", gettext_noop("Visits and questions")),
)


def around(reader: Reader, log: LogId, current: str) -> Row:
    """Context that every page of one case shares."""
    picture, vault = reader.picture, reader.vault
    opened = picture.opened.fact if picture.opened else None
    readers = vault.readers(log)
    return {
        "case": picture.code,
        "case_title": opened.title if opened else "",
        "lead": reader.member(opened.lead) if opened else "",
        "circle": opened.circle if opened else "",
        "readers": len(readers),
        "alone": len(readers) == 1,
        "alarm": opened.alarm_code if opened else None,
        "packs": [_pack(reader, name) for name in (opened.jurisdictions if opened else ())],
        "tabs": _tabs(reader, current),
        "circle_tab": {"address": f"/cases/{picture.code}/circle/", "current": current == "circle/"},
        "newer": picture.read_only,
        "entries": picture.entries,
        "troubles": len(vault.troubles(log)),
    }


def _pack(reader: Reader, name: str) -> Row:
    if name not in packs.names():
        return {"name": name, "missing": True}
    pack = packs.pack(name)
    return {
        "name": name,
        "checked": reader.wall.day_of(pack.checked_on),
        "stale": pack.stale(reader.now.date()),
        "unsigned": not pack.reviewed,
    }


def _tabs(reader: Reader, current: str) -> list[Row]:
    counts = {"claims/": len(reader.picture.live()), "evidence/": len(reader.picture.sources)}
    root = f"/cases/{reader.picture.code}/"
    return [
        {
            "address": root + path,
            "word": gettext(word),
            "count": counts.get(path, 0),
            "current": path == current,
        }
        for path, word in _TABS
    ]
