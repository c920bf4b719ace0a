# SPDX-License-Identifier: AGPL-3.0-or-later
"""The board: live alarms first, then who is out, what runs out, who is without a lawyer.

No person at risk is named here: others see this screen over a shoulder.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tocsin.web import DeskRequest, page
from tocsin_server.desk.kept import forms


@require_safe
def board(request: DeskRequest) -> HttpResponse:
    """Every part is a slot that a chapter fills."""
    return page(request, "server/board.html", {"kept": forms(request.vault)}, title=gettext("Board"))
