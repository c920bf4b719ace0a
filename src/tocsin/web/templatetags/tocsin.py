# SPDX-License-Identifier: AGPL-3.0-or-later
"""Template words: slots, times as the desk writes them, the quotation's language."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template.context import Context
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from tocsin.web import assets, slots

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, subject: Any = None) -> SafeString:
    """Whatever later chapters put here."""
    return slots.filled(name, context["request"], subject)


@register.simple_tag
def asset(name: str) -> str:
    """The address of a static file; it changes with the file's content."""
    return assets.address(name)


@register.filter
def clock(at: datetime | None) -> str:
    """The hour on the wall of the desk, 03:20."""
    return timezone.localtime(at).strftime("%H:%M") if at else ""


@register.filter
def day(at: datetime | None) -> str:
    """The day at the desk, 17 Nov."""
    return formats.date_format(timezone.localtime(at), "j M") if at else ""


@register.filter
def moment(at: datetime | None) -> str:
    """Day and hour, 17 Nov 03:20."""
    return f"{day(at)} {clock(at)}" if at else ""


@register.filter
def moment_year(at: datetime | None) -> str:
    """Day, year and hour, 1 Apr 2020 00:00: for times that may lie years back."""
    return formats.date_format(timezone.localtime(at), "j M Y H:i") if at else ""


@register.filter
def iso(at: datetime | None) -> str:
    """For the ``datetime`` attribute of ``<time>``."""
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""


@register.filter
def span(length: timedelta | float | None) -> str:
    """A length of time in the two units a person would say: 2 d 9 h, 1 h 25 min, 4 min, 12 s."""
    if length is None:
        return ""
    seconds = int(length.total_seconds() if isinstance(length, timedelta) else length)
    days, rest = divmod(abs(seconds), 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if days:
        words = [gettext("%d d") % days, gettext("%d h") % hours]
    elif hours:
        words = [gettext("%d h") % hours, gettext("%d min") % minutes]
    elif minutes:
        words = [gettext("%d min") % minutes]
    else:
        words = [gettext("%d s") % seconds]
    return " ".join(words)


@register.filter
def people(number: int) -> str:
    """5 people, in the language of the page."""
    return ngettext("%d person", "%d people", number) % number
