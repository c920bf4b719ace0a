# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deny by default, strict headers, the member's language and night mode: nothing else is done here."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation

from tocsin.web import requests
from tocsin.web.preferences import preferences

Answer = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; script-src 'self'; "
    "connect-src 'self'; media-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",  # no-referrer would make every form of ours say "Origin: null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def headers(answer: Answer) -> Answer:
    """Set the headers that keep a page from leaking or being cached; a view may set its own first."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return respond


def member(answer: Answer) -> Answer:
    """Put the unlocked vault on the request; without one only the paths in ``OPEN_PATHS`` answer."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        environ = request.META
        request.needs = environ.get(requests.NEEDS, {})  # type: ignore[attr-defined]  # DeskRequest declares it
        session = environ.get(requests.SESSION)
        # A fresh session is an empty dict: asked by truth it would be replaced, and its form tokens lost.
        request.session = requests.Session() if session is None else session  # type: ignore[assignment]
        vault = environ.get(requests.VAULT)
        if vault is not None:
            request.vault = vault  # type: ignore[attr-defined]  # DeskRequest declares it
            return answer(request)
        if request.path.startswith(settings.OPEN_PATHS):
            return answer(request)
        if request.method in ("GET", "HEAD"):
            return redirect("/unlock")
        return HttpResponse(status=404)

    return respond


def relay(answer: Answer) -> Answer:
    """Put the keyless relay core on the request."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        request.relay = request.META.get(requests.RELAY)  # type: ignore[attr-defined]  # RelayRequest declares it
        request.needs = request.META.get(requests.NEEDS, {})  # type: ignore[attr-defined]
        return answer(request)

    return respond


def language(answer: Answer) -> Answer:
    """Speak the member's language and clock, or on open pages the one the address or the browser asks for."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        vault = getattr(request, "vault", None)
        if vault is not None:
            chosen = preferences(vault)
            code, zone = chosen.language, ZoneInfo(vault.organisation().timezone)
        else:
            asked = request.GET.get("lang") or request.COOKIES.get("lang", "")
            known = dict(settings.LANGUAGES)
            code = asked if asked in known else translation.get_language_from_request(request)
            zone = ZoneInfo("UTC")
        with translation.override(code), timezone.override(zone):
            response = answer(request)
            if (render := getattr(response, "render", None)) is not None:
                response = render()
            response.headers.setdefault("Content-Language", code)
            return response

    return respond
