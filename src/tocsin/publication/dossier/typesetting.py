# SPDX-License-Identifier: AGPL-3.0-or-later
"""The call into typst, made inside a box without network, files or keys.

Only fonts that come with typst are used: the same revision gives the same bytes everywhere.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

EMPTY = b'#set document(title: "-")\n#set text(lang: "en")\n#set page(width: 9cm)\n= -'


def template() -> bytes:
    return files("tocsin.publication.dossier").joinpath("dossier.typ").read_bytes()


def typeset(source: bytes, data: str, timestamp: int) -> bytes:
    """The finished PDF. ``data`` is JSON text, which the template parses; it is never read as markup."""
    import typst

    made: Any = typst.compile(
        source,
        sys_inputs={"data": data},
        timestamp=timestamp,
        ignore_system_fonts=True,
        pdf_standards="ua-1",  # tagged, with a language and a title: a reader may hear it
    )
    return bytes(made)


def warm() -> None:
    """Load typst and its fonts before the box closes."""
    typeset(EMPTY, "{}", 0)
