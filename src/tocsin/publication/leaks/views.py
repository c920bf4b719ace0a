# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader or a machine may make of some bytes: as they are, without tags, with escapes undone.

Bytes that cannot be read as text are refused, never skipped: an unread output is an untested one.
"""

from __future__ import annotations

import html
import json
import re
from urllib.parse import unquote

from tocsin.publication.leaks.pdf import UnreadablePdf, text_of

TAG = re.compile(r"<[^<>]*>")
JSON_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")


class UnreadableOutput(ValueError):
    """An output that the leak test cannot read; it must not leave."""


def views(name: str, data: bytes) -> tuple[str, ...]:
    """Every reading of an output. Raises UnreadableOutput where there is none."""
    if data.startswith(b"%PDF-"):
        try:
            return (text_of(data),)
        except UnreadablePdf as error:
            raise UnreadableOutput(f"{name}: {error}") from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableOutput(f"{name} is not UTF-8 text") from None
    plain = html.unescape(JSON_ESCAPE.sub(_unescape, unquote(text)))
    # Tags out without a gap find a name broken by <b>; tags out with a gap keep words apart.
    return tuple(dict.fromkeys((text, plain, TAG.sub("", plain), TAG.sub(" ", plain))))


def _unescape(match: re.Match[str]) -> str:
    try:
        return str(json.loads(f'"{match.group()}"'))
    except ValueError:
        return match.group()
