# SPDX-License-Identifier: AGPL-3.0-or-later
"""One form of one case: whose it is, how its page reads, and how what it gives is written.

Every writing view begins here, so that all of them refuse, keep and redirect alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from tocsin.casefile import rules, work
from tocsin.casefile.pages.shown import frame
from tocsin.casefile.pages.shown.detention import affected
from tocsin.casefile.pages.views import opened
from tocsin.casefile.picture import CasePicture
from tocsin.values.times import exactly
from tocsin.vault.refusals import Refusal
from tocsin.web import DeskRequest, page, see_other

either = require_http_methods(["GET", "HEAD", "POST"])


class Desk:
    """One form of one case: the request, the case, and how the page around the form reads."""

    def __init__(self, request: DeskRequest, code: str, heading: str, current: str) -> None:
        self.request, self.vault, self.code = request, request.vault, code
        self.heading, self.current = heading, current
        self.log, self.reader = opened(request, code)

    @property
    def picture(self) -> CasePicture:
        return self.reader.picture

    @property
    def posted(self) -> Mapping[str, Any] | None:
        return self.request.POST if self.request.method == "POST" else None

    def people(self) -> list[tuple[str, str]]:
        return [(person, self.reader.title(person)["name"]) for person in affected(self.reader)]

    def sources(self) -> list[tuple[str, str]]:
        return [(key, entry.fact.title) for key, entry in [*self.picture.sources.items()][::-1]]

    def form(self, form: forms.Form, *, refusal: Refusal | None = None, note: str = "") -> HttpResponse:
        """The page with the form on it."""
        context = {
            **frame.around(self.reader, self.log, self.current),
            "form": form,
            "heading": self.heading,
            "note": note,
            "refusal": refusal,
            "back": f"/cases/{self.code}/{self.current}",
        }
        status = 409 if refusal else 422 if form.errors else 200
        return page(self.request, "casefile/form.html", context, title=self.code, status=status)

    def write(self, form: forms.Form, plan: work.Plan, *, to: str = "") -> HttpResponse:
        """Write what the plan gives, then go to a page of the case."""
        try:
            work.write(self.vault, self.log, plan)
        except Refusal as refusal:
            return self.form(form, refusal=refusal)
        return see_other(f"/cases/{self.code}/{to or self.current}")


def wants(form: forms.Form, request: DeskRequest) -> bool:
    return request.method == "POST" and form.is_valid()


def new_source(desk: Desk, picture: CasePicture, said: Mapping[str, Any]) -> list[Any]:
    """A new source of the same batch, if none was chosen."""
    if said["carrier"]:
        return []
    kind, now = said["new_kind"] or "other", exactly(desk.vault.now())
    # Our own note is made now; of anything else the day is not known until somebody says it.
    published = now if kind == "lawyer_note" else None
    made = rules.record_source(
        picture, id=desk.vault.new_id(), evidence_kind=kind, title=said["new_source"], published=published
    )
    return list(made)


def anchor(desk: Desk) -> datetime:
    """What relative words are counted from: the day of the chosen source, else now."""
    posted = desk.posted or {}
    chosen = "" if posted.get("new_source") else posted.get("carrier", "")
    entry = desk.picture.sources.get(chosen)
    published = entry.fact.published if entry else None
    return (published.earliest if published else None) or desk.vault.now()
