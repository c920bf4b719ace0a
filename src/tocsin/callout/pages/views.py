# SPDX-License-Identifier: AGPL-3.0-or-later
"""The field page of one alarm, and each word that is sent from there.

An alarm that is absent and one that is not hers give the same "nothing is here".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from tocsin.callout import rules, work
from tocsin.callout.pages import shown
from tocsin.callout.pages.forms import ObservationForm, WordForm
from tocsin.vault.refusals import Refusal
from tocsin.web import DeskRequest, page, refused, see_other

# A page of thirty stays under 50 kB on a poor line; all of them are one link away.
NEWEST = 30


@require_safe
def field(request: DeskRequest, code: str) -> HttpResponse:
    """Her own state on top, then where, who else, what she sees."""
    try:
        one = work.scene(request.vault, code)
    except work.NoSuchCallout:
        raise Http404 from None
    newest = None if "all" in request.GET else NEWEST
    return page(request, "callout/field.html", shown.field(request.vault, one, newest), title=code)


@require_POST
def set_out(request: DeskRequest, code: str) -> HttpResponse:
    return _word(request, code, lambda at, _form: work.set_out(request.vault, code, at))


@require_POST
def arrive(request: DeskRequest, code: str) -> HttpResponse:
    return _word(request, code, lambda at, _form: work.arrive(request.vault, code, at))


@require_POST
def report(request: DeskRequest, code: str) -> HttpResponse:
    return _word(request, code, lambda at, form: work.report(request.vault, code, at, form.whose))


@require_POST
def help_needed(request: DeskRequest, code: str) -> HttpResponse:
    """Help is never argued with: no form is read, and the time is now."""
    try:
        work.help_needed(request.vault, code, request.vault.now())
    except work.NoSuchCallout:
        raise Http404 from None
    return see_other(_address(code))


@require_POST
def leave(request: DeskRequest, code: str) -> HttpResponse:
    return _word(request, code, lambda at, form: work.leave(request.vault, code, at, form.whose))


@require_POST
def observe(request: DeskRequest, code: str) -> HttpResponse:
    """Words and any number of photographs in one form; the reload goes to the number they were kept under."""
    vault = request.vault

    def keep(at: datetime, form: ObservationForm) -> int:
        zone = _zone(request)
        return work.observe(
            vault,
            code,
            at,
            text=form.words,
            language=form.tongue,
            sense=form.how,
            spoken=form.spoken,
            uploads=[file for file in request.FILES.getlist("photos") if file.size],
            clock_offset=rules.clock_offset(form.cleaned_data.get("phone_clock") or "", vault.now(), zone),
        )

    return _word(request, code, keep, ObservationForm)


def _word(
    request: DeskRequest,
    code: str,
    say: Callable[[datetime, Any], int | None],
    form: type[WordForm] = WordForm,
) -> HttpResponse:
    """Read the form and the hour in it, say it, go and look."""
    given = form(request.POST)
    given.is_valid()
    try:
        work.scene(request.vault, code)
        at = rules.told_time(given.time, request.vault.now(), _zone(request))
        number = say(at, given)
    except work.NoSuchCallout:
        raise Http404 from None
    except Refusal as refusal:
        return refused(request, refusal, back=_address(code))
    return see_other(_address(code) + (f"#o{number}" if number else ""))


def _zone(request: DeskRequest) -> ZoneInfo:
    return ZoneInfo(request.vault.organisation().timezone)


def _address(code: str) -> str:
    return f"/callouts/{code}/"
