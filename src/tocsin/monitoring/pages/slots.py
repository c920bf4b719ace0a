# SPDX-License-Identifier: AGPL-3.0-or-later
"""What monitoring puts on other pages: how many drafts wait, beside the word in the bar."""

from __future__ import annotations

from django.http import HttpRequest

from tocsin.monitoring import work


def count(request: HttpRequest, subject: str) -> str:
    """The number of undecided drafts in the cases this member can open."""
    vault = getattr(request, "vault", None)
    if subject != "sources" or vault is None:
        return ""
    return str(sum(len(each.source.waiting) for each in work.all_sources(vault)) or "")
