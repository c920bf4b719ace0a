# SPDX-License-Identifier: AGPL-3.0-or-later
"""Places as printed: capitalised words that a preposition or a word like "region" shows to be one; dwellings.

No map is asked. A house in one account and a flat in another stay two drafts: that difference matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.monitoring.drafting.capitals import Run, runs
from tocsin.monitoring.drafting.russian import stem
from tocsin.monitoring.drafting.wordlists import Words

_RUSSIAN_ADJECTIVE = re.compile(r"(?:ск|цк)(?:ий|ая|ое|ой|ого|ому|ую|им|ом)$")
_COMPASS = re.compile(
    r"(?:north|south|east|west|central|northern|southern|eastern|western|север\w*|юг\w*|восток\w*|запад\w*)$",
    re.IGNORECASE,
)
_DEMONYM = re.compile(r"(?:ian|ean|ish|ese|yan)s?$")
LONGEST = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words stand, how fine they are (V place_precision), and what kind of premises."""

    start: int
    end: int
    text: str
    precision: str
    dwelling: str | None = None


def places(text: str, lists: Words, taken: frozenset[str] = frozenset()) -> list[Place]:
    """The first mention of every place. ``taken`` are names already known to be people's."""
    found: dict[str, Place] = {}
    for run in runs(text, lists):
        place = _named(run, text, lists)
        if place is not None and place.text not in taken:
            found.setdefault(_key(place.text, lists), place)
    for place in _dwellings(text, lists):
        found.setdefault(_key(place.text, lists), place)
    return sorted(found.values(), key=lambda place: place.start)


def _key(name: str, lists: Words) -> str:
    """Russian cases of one name are one place."""
    words = name.lower().split()
    return " ".join(stem(word) for word in words) if lists.language == "ru" else " ".join(words)


def _named(run: Run, text: str, lists: Words) -> Place | None:
    if len(run.words) > LONGEST or any(lists.body.fullmatch(word) for word in run.words):
        return None
    if any(word.isupper() and len(word) > 1 for word in run.words) and not text.isupper():
        return None
    for kind, pattern in lists.kind_after.items():
        behind = pattern.match(text, run.end)
        if behind and not _describes(run, text, behind.end()):
            return Place(run.start, behind.end(), text[run.start : behind.end()], kind)
    for kind, pattern in lists.kind_before.items():
        if pattern.search(run.before):
            return Place(run.start, run.end, run.text, kind)
    if lists.based.match(text, run.end):
        return Place(run.start, run.end, run.text, "unknown")
    adjective = _DEMONYM.search(run.words[-1]) or (
        lists.language == "ru" and _RUSSIAN_ADJECTIVE.search(run.words[-1])
    )
    goes_on = re.match(r"\s+[^\W\d_A-ZА-ЯЁ]", text[run.end : run.end + 3]) is not None
    if (
        lists.locative.search(run.before)
        and not run.post
        and not (adjective and goes_on)
        and not _COMPASS.fullmatch(run.text)
    ):
        # "in Ruritania" may be a country: only its own words ("the town of") say how fine a place is.
        return Place(run.start, run.end, run.text, "unknown")
    return None


def _describes(run: Run, text: str, end: int) -> bool:
    """ "A Russian republic" and "the Chechen town of" describe; "the Uvalsk region" names."""
    return (
        re.search(r"\b(?:an?|una?)\s+$", run.before) is not None
        or re.match(r"\s+of\b", text[end:]) is not None
    )


def _dwellings(text: str, lists: Words) -> Iterator[Place]:
    for kind, pattern in lists.dwellings.items():
        for match in pattern.finditer(text):
            yield Place(match.start(), match.end(), match.group(), "building", kind)
