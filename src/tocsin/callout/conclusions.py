# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that conclude: "abducted" says more than a broken door does (R-07).

They are pointed out and never refused: the sentence may be somebody's own, and nobody argues on a staircase.
"""

from __future__ import annotations

import re

# Stems: inflected forms follow them. Legal words and guesses at who or why; not what an eye or an ear meets.
_STEMS = (
    *("abduct", "kidnap", "arrest", "detain", "tortur", "murder", "terroris", "enforced disappear"),
    *("obviously", "clearly", "apparently", "probably", "must have", "illegal", "unlawful", "tried to flee"),
    *("похи", "арест", "задерж", "пыта", "пытк", "убит", "убийств", "террор", "исчезн", "незаконн"),
    *("очевидно", "явно", "видимо", "вероятно", "наверное", "наверняка", "должно быть"),
    *("secuestr", "detenid", "detuvier", "arrest", "tortur", "asesin", "terroris", "desaparici"),
    *("obviamente", "claramente", "probablemente", "seguramente", "ilegal"),
)
_FOUND = re.compile(rf"\b(?:{'|'.join(dict.fromkeys(_STEMS))})\w*", re.IGNORECASE)


def concluding(text: str) -> tuple[str, ...]:
    """The words of a text that sound like a conclusion, as they stand there, each once."""
    return tuple(dict.fromkeys(found.group() for found in _FOUND.finditer(text)))
