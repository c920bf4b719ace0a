# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands in every desk page's bar: the pages, the clock of the desk, who is signed in, night or day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi

from tocsin.web import slots
from tocsin.web.preferences import preferences


def bar(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page; on open pages only language and direction."""
    context: dict[str, Any] = {
        "language": get_language() or "en",
        "direction": "rtl" if get_language_bidi() else "ltr",
        "languages": settings.LANGUAGES,
        "theme": "",
    }
    vault = getattr(request, "vault", None)
    if vault is None:
        return context
    now = timezone.localtime(vault.now())
    zone = vault.organisation().timezone
    card = vault.people().get(vault.me)
    return context | {
        "theme": preferences(vault).theme,
        "now": now,
        "place": zone.rsplit("/", 1)[-1].replace("_", " "),
        "member_name": card.name if card else "",
        "navigation": [_entry(request, *entry) for entry in settings.NAVIGATION],
    }


def _entry(request: HttpRequest, address: str, word: str, counted: str) -> dict[str, Any]:
    path = request.path
    current = path == address if address == "/" else path.startswith(address)
    return {
        "address": address,
        "word": word,
        "current": current,
        "count": slots.count(counted, request) if counted else 0,
    }
