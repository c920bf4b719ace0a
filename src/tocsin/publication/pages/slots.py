# SPDX-License-Identifier: AGPL-3.0-or-later
"""What publication puts on a case's page: the tab that leads to what the world is told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext


def case_tab(request: HttpRequest, code: Any) -> str:
    """``case.tab``: the way to the public page of this case."""
    address = f"/cases/{code}/public/"
    if request.path.startswith(address):
        return format_html('<a href="{}" aria-current="page">{}</a>', address, gettext("Public"))
    return format_html('<a href="{}">{}</a>', address, gettext("Public"))
