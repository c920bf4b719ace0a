# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms that came in after a lock: kept at the door by a process without keys, sent again by their member.

Nothing typed is ever lost, and nothing is sent twice by itself: a person looks at it and presses the button.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tocsin.vault.files import FileDamaged
from tocsin.web import DeskRequest, page, see_other
from tocsin.wires.store.shelves import FolderShelf
from tocsin_server import wiring
from tocsin_server.children import allow
from tocsin_server.desk import cookie, kept
from tocsin_server.desk.kept import Form
from tocsin_server.desk.member import DOOR_LIMITS, DOOR_SECONDS, KEPT
from tocsin_server.desk.origin import from_here
from tocsin_server.desk.streams import Chunks
from tocsin_server.folder import Folder

NOT_TYPED = frozenset({"csrfmiddlewaretoken"})


@csrf_exempt  # nobody is signed in; what is kept is only ever sent by its member, from a page with a token
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """At the door: seal the whole form to the member whom its cookie names, and say so."""
    sign_in = cookie.read(request.META.get("HTTP_COOKIE", "").encode("latin-1"))
    held = sign_in is not None and from_here(request.META) and _keep(request, sign_in)
    context = {"kept": held}
    return page(request, "server/kept_door.html", context, title=gettext("Sign in"), status=401)


def _keep(request: HttpRequest, sign_in: cookie.SignIn) -> bool:
    folder: Folder = request.needs["folder"]  # type: ignore[attr-defined]  # DeskRequest declares it
    meta = request.META
    try:
        return kept.keep(
            FolderShelf(folder.kept),
            FolderShelf(folder.kept_bodies),
            wiring.read_directory(folder),
            sign_in.member,
            path=meta[KEPT],
            type=meta.get("CONTENT_TYPE", ""),
            at=wiring.now(),
            body=_patiently(meta["wsgi.input"], int(meta.get("CONTENT_LENGTH") or 0)),
        )
    except kept.Incomplete:
        return False


def _patiently(source: Any, length: int) -> Iterator[bytes]:
    """The body. Only once it is known to be a member's does the door wait for a slow line from the field."""
    allow(DOOR_SECONDS + length / DOOR_LIMITS.slowest)
    yield from kept.read_body(source, length)


@require_safe
def show(request: DeskRequest, id: str) -> HttpResponse:
    """What was typed, and the button that sends it to where it was going."""
    form = _form(request, id)
    try:
        again = _again(request, form)
        fields = [(name, value) for name, value in _pairs(again) if name not in NOT_TYPED and value]
        files = [(name, file.name, file.size) for name, file in again.FILES.items()]
    except (FileDamaged, KeyError):
        return page(request, "server/kept.html", {"form": form, "damaged": True}, title=gettext("Kept"))
    context = {"form": form, "fields": fields, "files": files}
    return page(request, "server/kept.html", context, title=gettext("Kept"))


@require_POST
def send(request: DeskRequest, id: str) -> HttpResponseBase:
    """Post it again to its path; it goes from here once that page has taken it."""
    form = _form(request, id)
    again = _again(request, form)
    try:
        match = resolve(again.path_info)
    except Resolver404:
        raise Http404 from None
    response: HttpResponseBase = match.func(again, *match.args, **match.kwargs)
    if response.status_code in (301, 302, 303):
        kept.drop(request.vault, _bodies(request), form)
    return response


@require_POST
def drop(request: DeskRequest, id: str) -> HttpResponse:
    """Throw it away."""
    kept.drop(request.vault, _bodies(request), _form(request, id))
    return see_other("/")


def _form(request: DeskRequest, id: str) -> Form:
    for form in kept.forms(request.vault):
        if form.id == id:
            return form
    raise Http404


def _bodies(request: DeskRequest) -> FolderShelf:
    return FolderShelf(request.needs["folder"].kept_bodies)


def _again(request: DeskRequest, form: Form) -> Any:
    """The request as it would have come in; the token that guards it was checked on this page's own form."""
    bodies = _bodies(request)
    path, _, query = form.path.partition("?")
    environ = {
        **request.META,
        "REQUEST_METHOD": "POST",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "CONTENT_TYPE": form.type,
        "CONTENT_LENGTH": str(form.size),
        "wsgi.input": io.BufferedReader(Chunks(lambda: kept.open_body(bodies, form))),
    }
    again: Any = WSGIRequest(environ)
    again.vault, again.needs = request.vault, request.needs
    again.session = request.session
    again._dont_enforce_csrf_checks = True
    return again


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() for value in values]
