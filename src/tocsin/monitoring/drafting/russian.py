# SPDX-License-Identifier: AGPL-3.0-or-later
"""Just enough Russian grammar to see that "Рустама" and "Рустам" are one name; no dictionary is asked.

Where the grammar cannot tell a man's genitive from a woman's nominative, the name stays as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ENDING = re.compile(r"(?:ого|его|ому|ему|ой|ей|ою|ею|ым|им|ом|ем|ую|юю|ая|яя|ий|ый|а|я|у|ю|е|ы|и|ь|й)$")
_AGED_MAN = re.compile(r"летн(?:его|ему|им|ем)\s+(?:\w+\s+)?$", re.IGNORECASE)
_AGED_WOMAN = re.compile(r"летн(?:ей|юю)\s+(?:\w+\s+)?$", re.IGNORECASE)
_MAN_GIVEN = re.compile(r"(?:а|у|ом|е)$")
_MAN_FAMILY = re.compile(r"(?<=[вн])(?:а|у|ым|е)$")
_WOMAN_FAMILY = re.compile(r"(?<=[вн])(?:ой|у|ую)$")
_SHORTEST = 3


def stem(word: str) -> str:
    """The word without its case ending; short words stay whole."""
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= _SHORTEST else word


def nominative(words: Sequence[str], before: str) -> str | None:
    """The name as a form would hold it, where an age before it shows gender and case; else None."""
    if _AGED_MAN.search(before):
        given = [_MAN_GIVEN.sub("", word) for word in words[:-1]]
        return " ".join([*given, _MAN_FAMILY.sub("", words[-1])])
    if _AGED_WOMAN.search(before):
        given = [re.sub(r"(?:у|е|ы|ой)$", "а", word) for word in words[:-1]]
        return " ".join([*given, _WOMAN_FAMILY.sub("а", words[-1])])
    return None
