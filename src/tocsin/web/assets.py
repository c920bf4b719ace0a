# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stylesheet and script, served by the page processes themselves: no second server sees who reads what."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


@cache
def _content(name: str) -> bytes:
    # A flat folder and a closed list of endings: no path from a request ever reaches the file system.
    files = {path.name: path for path in FOLDER.iterdir() if path.suffix in TYPES}
    if name not in files:
        raise LookupError(name)
    return files[name].read_bytes()


def address(name: str) -> str:
    """Where the file is served, with a mark of its content so that it may be cached for ever."""
    return f"/static/{sha256(_content(name)).hexdigest()[:12]}/{name}"


def serve(request: HttpRequest, mark: str, name: str) -> HttpResponse:
    """The file itself; the mark only defeats stale caches."""
    try:
        content = _content(name)
    except LookupError:
        raise Http404 from None
    response = HttpResponse(content, content_type=TYPES[Path(name).suffix])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
