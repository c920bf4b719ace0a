# SPDX-License-Identifier: AGPL-3.0-or-later
"""A relay's two pages about alarms: the form for someone in danger, the "seen" button of a page.

They run where no key is. Nothing typed stands in an address, a title or a log.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from tocsin.alarm.needs import NotKept
from tocsin.alarm.pages.forms import Report, sealed
from tocsin.alarm.signal import CallBack
from tocsin.web import RelayRequest, page

BACK = (
    (CallBack.YES, gettext_noop("Yes, this is safe")),
    (CallBack.NO, gettext_noop("No, do not call or write")),
    (CallBack.UNKNOWN, gettext_noop("I do not know")),
)
NEUTRAL = "—"


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: RelayRequest) -> HttpResponse:
    """Tell us. The answer is drawn at once, without a redirect: an address stays in a history.

    A reload sends the same mark, and reaches the same alarm.
    """
    phone = request.relay.fallback_phone
    if request.method != "POST":
        context = {
            "mark": get_random_string(32),
            "phone": phone,
            "back": [(one.value, gettext(word)) for one, word in BACK],
        }
        return page(request, "alarm/report.html", context, title=gettext("Tell us"))
    form = Report(request.POST)
    signal, mark = form.signal(), form.mark() or get_random_string(32)
    try:
        kept = request.relay.seal_and_keep(sealed(signal, finished=True), key=mark)
    except NotKept:
        context = {"phone": phone, "signal": signal, "mark": mark}
        return page(request, "alarm/not_kept.html", context, title=gettext("Not received"), status=503)
    return page(request, "alarm/kept.html", {"kept": kept, "phone": phone}, title=gettext("Received"))


@require_http_methods(["GET", "HEAD", "POST"])
def seen(request: RelayRequest, token: str) -> HttpResponse:
    """A button, because mail scanners follow links; whether the link is one of ours is not said here."""
    if request.method != "POST":
        return page(request, "alarm/seen.html", {}, title=NEUTRAL)
    request.relay.seen(token)
    return page(request, "alarm/seen_noted.html", {}, title=NEUTRAL)
