# SPDX-License-Identifier: AGPL-3.0-or-later
"""A call being typed at the desk. It may ring with the first word; later versions reach the same alarm.

The answer to "ring now" is the form itself, not a redirect: what was typed never leaves this process to come
back. A reload posts the same mark again, which is one more delivery and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language, gettext, gettext_noop, override
from django.views.decorators.http import require_http_methods

from tocsin.alarm import work
from tocsin.alarm.needs import Receipt
from tocsin.alarm.pages.forms import Call, sealed
from tocsin.alarm.pages.shown.names import lang_of
from tocsin.alarm.signal import CallBack, Danger, Door, Known, Signal, Who
from tocsin.web import DeskRequest, page, see_other

LANE = "desk"
CHOICES = {
    "danger": (
        (Danger.LIFE, gettext_noop("Life")),
        (Danger.LIBERTY, gettext_noop("Liberty")),
        (Danger.THREAT, gettext_noop("Threat")),
        (Danger.NOT_SAID, gettext_noop("Not said")),
    ),
    "who": (
        (Who.CALLER, gettext_noop("The caller")),
        (Who.WITH_THEM, gettext_noop("Someone with them")),
        (Who.ELSEWHERE, gettext_noop("Someone elsewhere")),
    ),
    "minor": (
        (Known.YES, gettext_noop("Yes")),
        (Known.NO, gettext_noop("No")),
        (Known.UNKNOWN, gettext_noop("Not known")),
    ),
    "door": (
        (Door.UNIFORMS, gettext_noop("Uniforms")),
        (Door.PLAIN_CLOTHES, gettext_noop("Plain clothes")),
        (Door.FAMILY, gettext_noop("Family")),
        (Door.NOT_SAID, gettext_noop("Not said")),
    ),
    "call_back": (
        (CallBack.YES, gettext_noop("Yes")),
        (CallBack.NO, gettext_noop("No")),
        (CallBack.CODE_WORD, gettext_noop("Code word only")),
        (CallBack.UNKNOWN, gettext_noop("Not known")),
    ),
}
LEGENDS = (
    ("danger", gettext_noop("In danger now"), "4", "radio"),
    ("who", gettext_noop("Who is in danger"), "5", "checkbox"),
    ("minor", gettext_noop("Anyone under 18"), "6", "radio"),
    ("door", gettext_noop("Who is at the door"), "7", "radio"),
    ("call_back", gettext_noop("Safe to call back"), "8", "radio"),
)
QUESTIONS = (
    gettext_noop("Are you hurt?"),
    gettext_noop("Where are you? Street, floor."),
    gettext_noop("Which town? Which house?"),
    gettext_noop("Who is with you?"),
    gettext_noop("Who is outside? What do they wear?"),
    gettext_noop("May we call this number again?"),
    gettext_noop("If the line breaks: leave it open, put it down, we listen."),
)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Type a call. One button rings and goes on writing, the other hands it over."""
    if request.method != "POST":
        return _form(request, Signal(), request.vault.new_id(), ring=None)
    form = Call(request.POST)
    signal, mark = form.signal(), form.mark() or request.vault.new_id()
    stay = "stay" in request.POST
    content = sealed(signal, finished=not stay)
    receipt: Receipt | None = request.needs["intake"].deliver(content, lane=LANE, key=mark)
    if stay:
        return _form(request, signal, mark, ring=_ring(request, receipt))
    if receipt is None:
        return page(request, "alarm/waits.html", {}, title=gettext("Call"))
    return see_other(f"/alarms/{receipt.code}/")


def _ring(request: DeskRequest, receipt: Receipt | None) -> dict[str, Any]:
    if receipt is None:
        return {"code": "", "since": None}
    return {"code": receipt.code, "since": work.find(request.vault, receipt.code).received_at}


def _form(request: DeskRequest, signal: Signal, mark: str, *, ring: dict[str, Any] | None) -> HttpResponse:
    languages = request.vault.organisation().languages
    context = {
        "signal": signal,
        "mark": mark,
        "ring": ring,
        "lang": lang_of(signal.words),
        "where_lang": lang_of(signal.where),
        "groups": [_group(signal, *legend) for legend in LEGENDS],
        "questions": [(gettext(text), tuple(_said_in(text, languages))) for text in QUESTIONS],
    }
    return page(request, "alarm/call.html", context, title=gettext("Call"))


def _group(signal: Signal, name: str, legend: str, key: str, kind: str) -> dict[str, Any]:
    given = getattr(signal, name)
    chosen = given if isinstance(given, tuple) else (given,)
    options = [(value.value, gettext(word), value in chosen) for value, word in CHOICES[name]]
    return {"name": name, "legend": gettext(legend), "key": key, "kind": kind, "options": options}


def _said_in(text: str, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The question in the organisation's other languages: the caller may not speak ours."""
    ours = gettext(text)
    for language in languages:
        with override(language):
            theirs = gettext(text)
        if language != get_language() and theirs != ours:
            yield language, theirs
