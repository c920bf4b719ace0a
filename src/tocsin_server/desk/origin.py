# SPDX-License-Identifier: AGPL-3.0-or-later
"""Did this form come from a page of ours? Asked at the door, where there is no session to hold a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def from_here(environ: Mapping[str, Any]) -> bool:
    """By what browsers say themselves; one that says nothing sends no cookie across sites either."""
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site in ("same-origin", "none")
    origin = environ.get("HTTP_ORIGIN")
    return origin in (None, "null") or urlsplit(str(origin)).netloc == environ.get("HTTP_HOST")
