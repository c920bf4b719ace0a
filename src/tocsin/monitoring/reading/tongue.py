# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which language a page is written in, from its letters and small words; "und" where neither tells."""

from __future__ import annotations

import re

from tocsin.monitoring.story.features import small_words

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_WORD = re.compile(r"[^\W\d_]+")
ENOUGH = 0.08


def language_of(text: str) -> str:
    """en, ru, es; uk for Ukrainian; und otherwise."""
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic > latin:
        return "uk" if len(_UKRAINIAN.findall(text)) * 50 > cyrillic else "ru"
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return "und"
    shares = {
        code: sum(word in listed for word in words) / len(words) for code, listed in small_words().items()
    }
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= ENOUGH and best in ("en", "es") else "und"
