# SPDX-License-Identifier: AGPL-3.0-or-later
"""Named places on a page that later chapters fill, so that an earlier page never imports a later one.

Wiring lists the fillers in the setting ``SLOTS``; each is ``filler(request, subject) -> str`` and returns a
whole component (an ``li``, an ``a``, a ``section``) or "".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

Filler = Callable[[HttpRequest, Any], str]

NAMES = ("page.strip", "board.section", "board.row", "alarm.after", "case.tab", "search.line", "nav.count")


@cache
def _fillers(name: str) -> tuple[Filler, ...]:
    if name not in NAMES:
        raise LookupError(f"no slot is called {name}")
    return tuple(import_string(path) for path in settings.SLOTS.get(name, ()))


def filled(name: str, request: HttpRequest, subject: Any = None) -> SafeString:
    """Everything that the chapters put into this place, in the order of the wiring."""
    parts = (filler(request, subject) for filler in _fillers(name))
    return format_html_join("", "{}", ((mark_safe(part),) for part in parts if part))


def count(name: str, request: HttpRequest) -> int:
    """The number beside a navigation word: the sum of what the ``nav.count`` fillers say for it."""
    return sum(int(filler(request, name) or 0) for filler in _fillers("nav.count"))
