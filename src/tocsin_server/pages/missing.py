# SPDX-License-Identifier: AGPL-3.0-or-later
"""One page for absent and forbidden, so that nobody learns that a case exists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tocsin.web import page


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same bytes whatever was asked for."""
    return page(request, "web/missing.html", title="—", status=404)
