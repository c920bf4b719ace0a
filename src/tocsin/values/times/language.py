# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one language needs to speak of time, as tables: words for slots, phrases over slots, joining words.

A phrase reads like the words it matches (``{d} {month} {y}``), so that a native reader can check the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

# A gap within one line, no-break and thin spaces included; written without a plain blank, because templates
# turn their own blanks into it.
GAP = r"[\x20\t\u00a0\u2009\u202f]+"
# What the numeric slots look like in every language. A name may carry a figure: {d2} is a second day.
NUMERIC = {
    "d": r"(?:0?[1-9]|[12]\d|3[01])",
    "dd": r"(?:0[1-9]|[12]\d|3[01]|[1-9])",
    "mm": r"(?:0[1-9]|1[0-2]|[1-9])",
    "y": r"(?:1[89]|20)\d\d",
    "yy": r"\d\d",
    "h": r"(?:[01]?\d|2[0-4])",
    "hh": r"(?:0?[1-9]|1[0-2])",
    "mi": r"[0-5]\d",
    "s": r"[0-5]\d",
}


class Kind(StrEnum):
    """What a phrase contributes: a stretch of days, a part of a day, a time on a clock, a distance."""

    DATE = "date"
    PART = "part"
    CLOCK = "clock"
    OFFSET = "offset"


class Relation(StrEnum):
    """Words before a time that open one of its ends."""

    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Templates that share one shape. ``weak`` ones count only after an introducing or relating word."""

    kind: Kind
    shape: Callable[..., Any]
    templates: tuple[str, ...]
    weak: bool = False


@dataclass(frozen=True)
class Language:
    """The tables of one language. Slots map words to values; counts may be a range such as (2, 10)."""

    code: str
    slots: Mapping[str, Mapping[str, Any]]
    phrases: tuple[Phrases, ...]
    about: tuple[str, ...]
    maybe: tuple[str, ...]
    relations: Mapping[str, Relation]
    introducers: tuple[str, ...]
    day_to_clock: tuple[str, ...]
    ranges: tuple[tuple[str, tuple[str, ...]], ...]
    capitals: bool = False

    @cached_property
    def patterns(self) -> tuple[tuple[Phrases, re.Pattern[str]], ...]:
        return tuple((row, self._compiled(text)) for row in self.phrases for text in row.templates)

    @cached_property
    def before(self) -> Mapping[str, re.Pattern[str]]:
        """Patterns for the words that may stand left of a time."""
        return {
            "about": _ending(self.about),
            "maybe": _ending(self.maybe),
            "relation": _ending(tuple(self.relations)),
            "introducer": _ending(self.introducers),
        }

    @cached_property
    def glue(self) -> re.Pattern[str]:
        return _between(self.day_to_clock)

    @cached_property
    def joiners(self) -> tuple[tuple[re.Pattern[str] | None, re.Pattern[str]], ...]:
        return tuple(
            (_ending((opener,)) if opener else None, _between(words)) for opener, words in self.ranges
        )

    def value(self, slot: str, word: str) -> Any:
        table = self.slots.get(slot.rstrip("2"))
        return int(word) if table is None else table[_plain(word)]

    def _compiled(self, template: str) -> re.Pattern[str]:
        spaced = template.replace(" ?", f"(?:{GAP})?").replace(" ", GAP) if " " in template else template
        filled = re.sub(r"\{(\w+?)(2?)\}", self._slot, spaced)
        return re.compile(rf"(?<![\w.,:/-]){filled}(?!\w)", re.IGNORECASE)

    def _slot(self, found: re.Match[str]) -> str:
        name, second = found[1], found[2]
        table = self.slots.get(name)
        words = NUMERIC[name] if table is None else _any_of(table)
        return f"(?P<{name}{second}>{words})"


def _plain(word: str) -> str:
    return re.sub(GAP, " ", word.lower().replace("ё", "е").replace("’", "'"))


def _any_of(words: Mapping[str, Any]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    shapes = (re.escape(word).replace(r"\ ", GAP).replace("е", "[её]") for word in longest_first)
    return "(?:" + "|".join(shape.replace("'", "['’]") for shape in shapes) + ")"


def _ending(words: tuple[str, ...]) -> re.Pattern[str]:
    """The words at the end of what stands left of a time, with room for nothing but a gap after them."""
    if not words:
        return re.compile(r"(?!)")
    choices = "|".join(word.replace(" ", GAP) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<word>{choices})(?:{GAP}|(?<=[~-]))$", re.IGNORECASE)


def _between(words: tuple[str, ...]) -> re.Pattern[str]:
    choices = "|".join(word.replace(" ", GAP) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\s*(?:{choices})\s*", re.IGNORECASE)
