# SPDX-License-Identifier: AGPL-3.0-or-later
"""The three ways a view answers: a page, a redirect after a post, a refusal that loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tocsin.vault.refusals import Refusal


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    title: str,
    status: int = 200,
) -> HttpResponse:
    """Draw a page. ``title`` carries a code or a plain word, never a name: it ends up in browser histories."""
    return render(request, template, {"title": title, **(context or {})}, status=status)


def see_other(address: str) -> HttpResponseRedirect:
    """After a post: go and look (303), so that a reload never posts twice."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def refused(request: HttpRequest, refusal: Refusal, *, back: str) -> HttpResponse:
    """Say no in three sentences; what was typed stands on the page to be copied or sent again."""
    typed = [(key, value) for key, value in request.POST.items() if key != "csrfmiddlewaretoken" and value]
    return page(
        request, "web/refused.html", {"refusal": refusal, "back": back, "typed": typed}, title="—", status=409
    )
