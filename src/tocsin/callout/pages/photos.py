# SPDX-License-Identifier: AGPL-3.0-or-later
"""A photograph as it was taken, and the table of what happened to each: only for who can open the alarm.

The bytes leave as an attachment that no browser runs or guesses about; the file's name is a code.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_safe

from tocsin.callout import work
from tocsin.callout.pages import shown
from tocsin.vault.files import FileDamaged, FileNotHere
from tocsin.vault.refusals import Refusal
from tocsin.web import DeskRequest, page, refused

_AS_THEY_ARE = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/avif": "avif",
    "image/gif": "gif",
    "image/tiff": "tiff",
}


@require_GET
def photo(request: DeskRequest, code: str, file: str) -> HttpResponseBase:
    """Opening it writes a row into its chain of custody first, so HEAD is not answered (R-28)."""
    try:
        name, shot, chunks = work.photo(request.vault, code, file)
    except work.NoSuchCallout:
        raise Http404 from None
    except (FileNotHere, FileDamaged) as trouble:
        return refused(request, _unreadable(trouble), back=f"/callouts/{code}/photos/")
    known = shot.file.media_type in _AS_THEY_ARE
    media_type = shot.file.media_type if known else "application/octet-stream"
    response = StreamingHttpResponse(chunks, content_type=media_type)
    ending = _AS_THEY_ARE.get(shot.file.media_type, "bin")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["Content-Length"] = str(shot.file.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_safe
def custody(request: DeskRequest, code: str) -> HttpResponse:
    """Every photograph with its hash, who took it in, and each time that it was opened."""
    try:
        one = work.scene(request.vault, code)
    except work.NoSuchCallout:
        raise Http404 from None
    return page(request, "callout/photos.html", shown.custody(request.vault, one), title=code)


def _unreadable(trouble: Exception) -> Refusal:
    if isinstance(trouble, FileNotHere):
        return Refusal(
            gettext("This photograph is not on this machine yet."),
            gettext("Its hash and its place are known; its bytes are still on the way."),
            gettext("Try again after the next exchange with the other machine."),
        )
    return Refusal(
        gettext("This photograph is not what was sealed."),
        gettext("Its bytes were changed or cut after it was taken in; that is now written down."),
        gettext("Do not use it. Ask for the copy on the phone, and tell a steward."),
    )
