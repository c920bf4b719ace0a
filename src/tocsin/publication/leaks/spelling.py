# SPDX-License-Identifier: AGPL-3.0-or-later
"""A word's folded forms on both sides of the search: marks nobody sees, Russian endings, either script.

Transliterations go many to one (Lebedev, Lebedew, Lebediev), so both sides are folded and none is
generated.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tocsin.values.names_folding import sounds

WORD = re.compile(r"[^\W_]+")
# Joined to nothing by a reader's eye, so joined to nothing here: soft hyphen, zero-width marks, apostrophes.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff’'ʼ`´ʹʺ]")
ENDING = re.compile(
    r"(?:ами|ями|ого|его|ому|ему|ыми|ими|ой|ей|ою|ею|ым|им|ом|ем|ах|ях|ую|юю|ая|ый|ий|[аеёийоуыьэюя])$"
)
CYRILLIC = re.compile("[\u0400-\u04ff]")
VOWELS = "aeu"  # the three that folding by sound leaves
SHORT = 5  # folded letters; shorter names are compared letter by letter, as whole words
SHORTEST_STEM = 2
LATIN_STEM = 4
TAIL = 3  # letters that an ending or a plural may add to a name
BONES = 4  # consonants that a look-alike must share
LETTERS = dict(
    zip(
        "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюяў",
        "abvggdeeojziiiiklmnoprstufhccss-i-euav",
        strict=True,
    )
)
PAIRS = re.compile("shch|sch|sh|zh|kh|gh|ch|ts|tz|tch|y[aeou]|j[aeou]|i[aeou](?=$|[^aeiou])|ph|w|y")
READ = {"kh": "h", "gh": "g", "zh": "j", "ts": "c", "tz": "c", "ph": "f", "w": "v", "y": "i"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an output: how it sounds with and without an ending, its letters, its consonants."""

    text: str
    forms: frozenset[str]
    letters: frozenset[str]
    bones: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sought:
    """A word of a secret in all forms that must not be met."""

    text: str
    forms: frozenset[str]
    letters: frozenset[str]
    bones: frozenset[str]

    def is_in(self, word: Word) -> bool:
        if self.text.isdigit():
            return word.text == self.text
        if any(len(form) < SHORT for form in self.forms):
            # "Илья" must not be found in "ella": what is short is compared by its letters, not by its sound.
            return bool(self.letters & word.letters)
        return any(_meets(form, other) for form in self.forms for other in word.forms)

    def is_like(self, word: Word) -> bool:
        return bool(self.bones & word.bones)


def visible(text: str) -> str:
    """The text without the marks that nobody sees, in compatibility form."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def read(word: str) -> Word:
    """One word, folded."""
    return Word(word, _fold(word) | _fold(_stem(word)), _letters(word), _bones(word))


def seek(secret: str) -> tuple[Sought, ...]:
    """The words of a secret; single letters say nothing and are left out."""
    parts = [match.group() for match in WORD.finditer(visible(secret))]
    return tuple(_sought(part) for part in parts if len(part) > 1 or part.isdigit())


def _sought(part: str) -> Sought:
    lower = part.casefold()
    # ё is romanised as e and as o, х as kh and (in German) as ch.
    spellings = {lower, lower.replace("ё", "о"), lower.replace("х", "ч")}
    whole = {form for spelling in spellings for form in _fold(spelling)}
    stems = {form for spelling in spellings for form in _fold(_stem(spelling)) if len(form) >= SHORT}
    # A name known in Latin letters only still declines in Russian: Sadovaya finds Садовой.
    short = (
        {form.rstrip(VOWELS) for form in whole if len(form.rstrip(VOWELS)) >= LATIN_STEM}
        if len(lower) > SHORT
        else set()
    )
    letters = frozenset(form for spelling in spellings for form in _letters_of_secret(spelling))
    bones = frozenset(bone for bone in _bones(lower) if len(bone) >= BONES)
    if all(len(form) >= SHORT for form in whole):
        return Sought(
            part, frozenset(whole | stems | {form for form in short if len(form) >= SHORT}), letters, bones
        )
    return Sought(part, frozenset(whole), letters, bones)


def _stem(word: str) -> str:
    """A Russian word without its ending, so that Лебедеву finds Лебедев; other words as they are."""
    lower = word.casefold()
    shorter = ENDING.sub("", lower) if CYRILLIC.search(lower) else lower
    return shorter if len(shorter) >= SHORTEST_STEM else lower


def _fold(word: str) -> frozenset[str]:
    return sounds(word.casefold()).fine


def _letters(word: str) -> frozenset[str]:
    """The word letter by letter in plain Latin, vowels kept, and marked "-" what is left of it without an
    ending.
    """
    lower = word.casefold()
    stem = _stem(lower)
    return frozenset({_plain(lower)} | ({_plain(stem) + "-"} if stem != lower else set()))


def _letters_of_secret(word: str) -> frozenset[str]:
    lower = word.casefold()
    stem = _stem(lower) if CYRILLIC.search(lower) else _plain(lower).rstrip("aeiou") or lower
    return frozenset({_plain(lower), _plain(stem) + "-"})


def _plain(lower: str) -> str:
    latin = "".join(LETTERS.get(letter, letter) for letter in lower).replace("-", "")
    bare = "".join(unicodedata.normalize("NFD", letter)[0] for letter in latin)
    if not CYRILLIC.search(lower):
        bare = PAIRS.sub(_reading, bare)
    return re.sub(r"(.)\1+", r"\1", bare)


def _reading(match: re.Match[str]) -> str:
    pair = match.group()
    return READ.get(pair) or (pair[-1] if pair[0] in "yji" else pair[0])


def _bones(word: str) -> frozenset[str]:
    return sounds(word.casefold()).coarse


def _meets(form: str, other: str) -> bool:
    if len(form) == SHORT:
        return other.startswith(form) and len(other) - len(form) <= TAIL
    return form in other
