# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page of ours broke: what was typed is shown again, and the telephone number to whoever is in danger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from tocsin.vault.refusals import Refusal
from tocsin.web import page


def on_desk(request: HttpRequest) -> HttpResponse:
    """Inside a member's process: nothing typed is lost, and nobody guesses what was recorded."""
    refusal = Refusal(
        gettext("This page broke."),
        gettext("What you asked for was recorded whole or not at all; this page cannot say which."),
        gettext("Go back and look. Copy what you typed from here if it is not there."),
    )
    typed = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken" and value]
    context = {"refusal": refusal, "typed": typed, "back": request.path}
    template = "web/refused.html" if hasattr(request, "vault") else "server/failed.html"
    return page(request, template, context, title="—", status=500)


def on_relay(request: HttpRequest) -> HttpResponse:
    """On a relay: say so, and show the number."""
    phone = getattr(getattr(request, "relay", None), "fallback_phone", "")
    return page(request, "server/failed.html", {"phone": phone}, title="—", status=500)
