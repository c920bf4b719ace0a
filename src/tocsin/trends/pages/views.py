# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of patterns: incidents over time from the cases this member may open, as a drawn table.

Numbers stand in the cells and the bars beside them, so that the chart is its own alternative.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import formats
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tocsin.casefile.picture import CaseFold
from tocsin.trends import picture, rules
from tocsin.trends.picture import Bin, Step, Wave
from tocsin.vault.kinds import LogClass
from tocsin.web import DeskRequest, page

WIDTH = 1000


@require_safe
def patterns(request: DeskRequest) -> HttpResponse:
    """How often, over time, as far as it was documented."""
    vault = request.vault
    zone = ZoneInfo(vault.organisation().timezone)
    pictures = [vault.draw(log, CaseFold()) for log in vault.logs(LogClass.CASE)]
    incidents = picture.happened(pictures, zone)
    wave = picture.wave(incidents)
    context = {
        "rows": _rows(wave),
        "documented": wave.documented,
        "undated": wave.undated,
        "cases": len(pictures),
        "people": sum(one.people for one in incidents),
        "month": wave.step is Step.MONTH,
        "least": rules.LEAST,
        "total": rules.total([one.sure for one in wave.bins]),
    }
    return page(request, "trends/patterns.html", context, title=gettext("Patterns"))


def _rows(wave: Wave) -> list[dict[str, Any]]:
    most = max((one.sure + one.possible for one in wave.bins), default=1) or 1
    told = rules.publishable([one.sure for one in wave.bins])
    return [
        {
            "label": _label(one, wave.step),
            "iso": one.first.isoformat()[:7],
            "sure": one.sure,
            "possible": one.possible,
            "told": outside,
            "withheld": outside is None,
            "sure_width": one.sure * WIDTH // most,
            "possible_width": one.possible * WIDTH // most,
        }
        for one, outside in zip(wave.bins, told, strict=True)
    ]


def _label(one: Bin, step: Step) -> str:
    if step is Step.QUARTER:
        return f"{formats.date_format(one.first, 'M')} – {formats.date_format(one.last, 'M Y')}"
    return formats.date_format(one.first, "F Y")
