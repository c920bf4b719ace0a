# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person's name as somebody wrote it, with its script, and whether two spellings may be one name.

There is no main name: each is a claim of its own. Likeness only ever proposes; nothing here merges people.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations

from tocsin.values.names_folding import Sounds, sounds, words

_LONGEST = 200
_MOST_WORDS = 6  # beyond this the pairing below would try too many orders


class NameKind(StrEnum):
    """What kind of name it is said to be."""

    LEGAL = "legal"
    USED = "used"
    NICKNAME = "nickname"
    ALIAS = "alias"
    TRANSLITERATION = "transliteration"
    AS_PRINTED = "as_printed"


class Likeness(StrEnum):
    """How near two names are: the same letters, the same sound, perhaps the same sound, or not."""

    SAME = "same"
    SOUNDS_SAME = "sounds_same"
    SOUNDS_NEAR = "sounds_near"
    DIFFERENT = "different"


class NameUnreadable(ValueError):
    """The text cannot be a name: empty, far too long, or without a letter."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in one spelling. ``script`` is ISO 15924, ``lang`` BCP 47; the parts only where said."""

    full: str
    script: str
    lang: str | None = None
    kind: NameKind = NameKind.AS_PRINTED
    given: str | None = None
    family: str | None = None
    patronymic: str | None = None
    scheme: str | None = None

    def __post_init__(self) -> None:
        if not self.full:
            raise NameUnreadable("a name needs at least one letter")


def read(full: str, *, lang: str | None = None, kind: NameKind = NameKind.AS_PRINTED) -> PersonName:
    """The name in a text, spaces tidied, letters untouched. Raises NameUnreadable."""
    tidy = " ".join(unicodedata.normalize("NFC", full).split())
    if len(tidy) > _LONGEST:
        raise NameUnreadable(f"a name is at most {_LONGEST} characters long")
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co") for letter in tidy):
        raise NameUnreadable("a name has no control characters")
    if not any(letter.isalpha() for letter in tidy):
        raise NameUnreadable("a name needs at least one letter")
    return PersonName(tidy, script_of(tidy), lang, kind)


_SCRIPTS = (
    ("LATIN", "Latn"),
    ("CYRILLIC", "Cyrl"),
    ("ARABIC", "Arab"),
    ("HEBREW", "Hebr"),
    ("GREEK", "Grek"),
    ("GEORGIAN", "Geor"),
    ("ARMENIAN", "Armn"),
    ("CJK", "Hani"),
)


def script_of(text: str) -> str:
    """The ISO 15924 code of the script that most letters belong to; ``Zyyy`` when none is known."""
    counts: dict[str, int] = {}
    for letter in text:
        if letter.isalpha():
            title = unicodedata.name(letter, "")
            code = next((code for word, code in _SCRIPTS if title.startswith(word)), "Zyyy")
            counts[code] = counts.get(code, 0) + 1
    return max(counts, key=lambda code: (counts[code], code)) if counts else "Zyyy"


def likeness(one: str, other: str) -> Likeness:
    """How near two written names are, in any order of their words and either script.

    A word that only the longer name has (a patronymic) costs nothing; a word that differs costs everything.
    """
    if " ".join(words(one)) == " ".join(words(other)):
        return Likeness.SAME
    short, long = sorted(([sounds(word) for word in words(name)] for name in (one, other)), key=len)
    if not short or len(long) > _MOST_WORDS or (len(short) == 1 and len(long) > 1):
        return Likeness.DIFFERENT
    return min((_paired(short, order) for order in permutations(long, len(short))), key=_rank)


def _paired(short: Sequence[Sounds], order: Sequence[Sounds]) -> Likeness:
    found = [one.near(other) for one, other in zip(short, order, strict=True)]
    if None in found:
        return Likeness.DIFFERENT
    return Likeness.SOUNDS_SAME if all(found) else Likeness.SOUNDS_NEAR


def _rank(found: Likeness) -> int:
    return list(Likeness).index(found)
