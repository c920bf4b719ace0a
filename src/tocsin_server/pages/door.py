# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door: a passphrase and a button. The process that answers becomes the member's own when it opens.

``request.needs["door"]`` is given by the process: ``unlock(passphrase) -> cookie value | None``,
``lock() -> None`` and ``panic() -> None`` end the process after the answer is sent.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.web import DeskRequest, page, see_other
from tocsin_server.desk.cookie import NAME
from tocsin_server.desk.origin import from_here


@csrf_exempt  # nobody is signed in yet; the process checks that the form came from this host
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Show the door, or try a passphrase; wrong and unknown read and cost the same."""
    after = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        after = "/"
    door = getattr(request, "needs", {}).get("door")
    if request.method != "POST" or door is None:
        return page(
            request, "web/door.html", {"next": after if after != "/" else ""}, title=gettext("Sign in")
        )
    cookie = door.unlock(request.POST.get("p", "")) if from_here(request.META) else None
    if cookie is None:
        context = {"wrong": True, "next": after if after != "/" else ""}
        return page(request, "web/door.html", context, title=gettext("Sign in"), status=403)
    response = see_other(after)
    response.set_cookie(NAME, cookie, httponly=True, samesite="Strict", path="/", secure=request.is_secure())
    return response


@require_POST
def lock(request: DeskRequest) -> HttpResponse:
    """Lock means kill: the process ends when this answer has left.

    The cookie stays: it opens nothing now, and a form open in another tab is sealed to whom it names.
    """
    request.needs["door"].lock()
    return see_other("/unlock")


@require_http_methods(["GET", "HEAD", "POST"])
def panic(request: DeskRequest) -> HttpResponse:
    """Lock everybody on this machine at once."""
    if request.method != "POST":
        return page(request, "server/panic.html", {}, title=gettext("Lock everybody"))
    request.needs["door"].panic()
    return see_other("/unlock")
