# SPDX-License-Identifier: AGPL-3.0-or-later
"""Papers that a member takes away: the dossier as a PDF, the evidence package as one file.

The PDF is searched for withheld words before it is handed out, like everything else that leaves.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from tocsin.publication import revision, rules, wording, work
from tocsin.publication.leaks import UnreadableOutput
from tocsin.publication.package import zipped
from tocsin.publication.pages.forms import PackageForm
from tocsin.publication.pages.proposing import opened
from tocsin.vault.refusals import Refusal
from tocsin.web import DeskRequest, refused


@require_safe
def dossier_pdf(request: DeskRequest, code: str, language: str) -> HttpResponse:
    """The approved revision as a paper."""
    desk = opened(request, code)
    if language not in wording.LANGUAGES:
        raise Http404
    try:
        made = work.write_dossier(desk, language, request.needs.get("typesetter"))
        name = f"{revision.name(rules.exportable(desk.publications).fact.content)}-{language}.pdf"
    except Refusal as refusal:
        return refused(request, refusal, back=f"/cases/{code}/public/")
    except UnreadableOutput:
        untested = Refusal(
            "The finished paper cannot be read back.", "It was not tested, so it does not leave."
        )
        return refused(request, untested, back=f"/cases/{code}/public/")
    return _taken_away(made, "application/pdf", name)


@require_POST
def evidence_package(request: DeskRequest, code: str) -> HttpResponse:
    """The evidence package as one ZIP. For large evidence ``tocsin export`` writes a folder instead."""
    desk = opened(request, code)
    form = PackageForm(request.POST)
    recipient = form.cleaned_data["recipient"] if form.is_valid() else ""
    try:
        name = f"{revision.name(rules.exportable(desk.publications).fact.content)}-package"
        made = _zipped(desk, name, recipient)
    except Refusal as refusal:
        return refused(request, refusal, back=f"/cases/{code}/public/")
    return _taken_away(made, "application/zip", f"{name}.zip")


def _zipped(desk: work.Desk, name: str, recipient: str) -> bytes:
    # Memory, not disk: /dev/shm is gone with the power, /tmp may not be.
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        return zipped(work.write_package(desk, Path(folder) / name, recipient))


def _taken_away(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
