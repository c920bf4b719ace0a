# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search over the cases a member can open.

It is posted, so that no address, history or log carries a name (R-19).
"""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tocsin.casefile import work
from tocsin.casefile.find import Band, Found
from tocsin.casefile.find import search as look
from tocsin.casefile.pages.forms.contacts import SearchForm
from tocsin.casefile.pages.shown.detention import affected, is_minor
from tocsin.casefile.pages.shown.reader import Reader, Row, lang_of
from tocsin.casefile.picture import CasePicture
from tocsin.web import DeskRequest, page, see_other

_CODE = re.compile(r"[A-Z]{1,2}-(?:[0-9]{4}-)?[0-9A-Z]{4}")


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: DeskRequest) -> HttpResponse:
    """A code in the address leads to its case; anything else has to be posted."""
    asked = request.POST.get("q", "") if request.method == "POST" else request.GET.get("q", "")
    open_cases = {picture.code: picture for _, picture in work.cases(request.vault)}
    code = asked.strip().upper()
    if _CODE.fullmatch(code) and code in open_cases:
        return see_other(f"/cases/{code}/")
    posted = request.method == "POST"
    found = look(open_cases.values(), asked) if posted else []
    context = {
        "form": SearchForm(initial={"q": asked}),
        "asked": asked,
        "posted": posted,
        "unposted": bool(asked) and not posted,
        "rows": [_row(request, open_cases[hit.code], hit) for hit in found],
    }
    return page(request, "casefile/search.html", context, title=gettext("Search"))


def _row(request: DeskRequest, picture: CasePicture, hit: Found) -> Row:
    reader = Reader(request.vault, picture)
    row: Row = {
        "code": hit.code,
        "case": picture.opened.fact.title if picture.opened else "",
        "likely": hit.band is Band.LIKELY,
        "quote": hit.quote,
        "lang": lang_of(hit.lang),
        "claim": hit.claim,
    }
    if hit.person:
        minor = hit.person in affected(reader) and is_minor(reader, hit.person)
        row |= {"person": reader.title(hit.person), "spelling": hit.spelling, "minor": minor}
    return row
