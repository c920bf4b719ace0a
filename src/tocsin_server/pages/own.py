# SPDX-License-Identifier: AGPL-3.0-or-later
"""A member's own page: language, light or night; and the contentless stream that says "something changed"."""

from __future__ import annotations

from django.conf import settings as configured
from django.http import HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.vault.kinds import LogClass
from tocsin.vault.session import Put
from tocsin.web import DeskRequest, page, see_other
from tocsin.web.preferences import THEMES, MemberPreferred, preferences

THEME_WORDS = (
    ("", gettext_lazy("As the system")),
    ("light", gettext_lazy("Light")),
    ("dark", gettext_lazy("Dark")),
    ("night", gettext_lazy("Night")),
)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: DeskRequest) -> HttpResponse:
    """Show or change language and theme; both are kept in the member's own sealed log."""
    vault = request.vault
    if request.method == "POST":
        language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
        if language in dict(configured.LANGUAGES) and theme in THEMES:
            own = vault.logs(LogClass.MEMBER)[0]
            vault.record(lambda: [Put(own, MemberPreferred(language=language, theme=theme))])
        return see_other("/me/")
    context = {"chosen": preferences(vault), "themes": THEME_WORDS}
    return page(request, "server/own.html", context, title=gettext("Your settings"))


@require_safe
def ticks(request: DeskRequest) -> HttpResponseBase:
    """Server-sent events without content: the page asks for itself again."""
    stream = request.needs["ticks"]()
    response = StreamingHttpResponse(stream, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    return response
