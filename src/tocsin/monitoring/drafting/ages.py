# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ages as printed, bound to the person they stand beside; under eighteen is a legal status and flagged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.monitoring.drafting.people import Person
from tocsin.monitoring.drafting.wordlists import Words
from tocsin.values.ages import ADULT

_AGE = r"(?P<age>[1-9]\d?)"
_WITH_WORD = re.compile(
    rf"(?<![\d.,:/-]){_AGE}(?:[- ]years?[- ]olds?|\s?-?\s?летн\w+|\s+(?:лет|года?)(?=[,.;:)\s]|$)|\s+años)"
    rf"(?!\w|\s+(?:назад|спустя|ago|later|earlier|prison|колонии|тюрьмы|лишения|de (?:prisión|cárcel)))"
)
_AGED = re.compile(rf"(?<!\w)(?:aged|age|в возрасте|возраст|de edad de)\s+{_AGE}(?!\w)", re.IGNORECASE)
_BEHIND_A_NAME = re.compile(rf"(?:\s*,\s*(?:de\s+)?|\s*\(\s*){_AGE}(?=\s*(?:[,.;:)]|(?:and|и|y)\b|$))")
_AND_ANOTHER = re.compile(rf"\s+(?:and|и|y)\s+(?:de\s+)?{_AGE}(?=\s*[,.;:)])")
_GOVERNED = re.compile(
    r"(?:sentenced|jailed|prison|серв|приговор\w*|срок\w*|condenad\w*)\W+(?:\w+\W+){0,3}$", re.IGNORECASE
)
_ENUMERATION = re.compile(r"\s*(?:,|and|и|y|\s)+\s*")
OLDEST = 110
NEAR = 45


@dataclass(frozen=True, slots=True)
class Age:
    """Where the number or the word stands, how many years (None for "a minor"), and of whom."""

    start: int
    end: int
    years: int | None
    person: Person | None
    minor: bool


def ages(text: str, found: Sequence[Person], lists: Words) -> list[Age]:
    """All ages in order; a number that is no age beside a name or an age word is left alone."""
    result = {age.start: age for age in (*_beside_names(text, found), *_with_words(text, found, lists))}
    words = [age for age in _minor_words(text, found, lists) if not _overlapping(age, result.values())]
    return sorted((*result.values(), *words), key=lambda age: age.start)


def _age(text: str, match: re.Match[str], person: Person | None) -> Age:
    years = int(match["age"])
    return Age(match.start("age"), match.end("age"), years, person, years < ADULT)


def _beside_names(text: str, found: Sequence[Person]) -> Iterator[Age]:
    for person, start in ((each, at) for each in found for at in each.mentions):
        end = start + len(_spelling(text, person, start))
        match = _BEHIND_A_NAME.match(text, end)
        if match is None:
            continue
        another = _AND_ANOTHER.match(text, match.end())
        pair = _before(text, start, found) if another else None
        yield _age(text, match, pair or person)
        if another is not None and pair is not None:
            yield _age(text, another, person)


def _spelling(text: str, person: Person, start: int) -> str:
    """The words at a mention; another case of the name may be longer than its first mention."""
    if text.startswith(person.text, start):
        return person.text
    match = re.compile(rf"[\w’'.-]+(?:\s+[\w’'.-]+){{{len(person.text.split()) - 1}}}").match(text, start)
    return match.group() if match else person.text


def _before(text: str, start: int, found: Sequence[Person]) -> Person | None:
    """The other one of "X and Y, 20 and 17"."""
    for person in found:
        for at in person.mentions:
            end = at + len(_spelling(text, person, at))
            if end < start and _ENUMERATION.fullmatch(text[end:start]):
                return person
    return None


def _with_words(text: str, found: Sequence[Person], lists: Words) -> Iterator[Age]:
    for pattern in (_WITH_WORD, _AGED):
        for match in pattern.finditer(text):
            if int(match["age"]) <= OLDEST and not _GOVERNED.search(text[: match.start()][-40:]):
                yield _age(text, match, _nearest(match, text, found))
    for word, years in lists.numbers.items():
        for match in re.finditer(rf"(?<!\w){word}[- ]years?[- ]olds?(?!\w)", text, re.IGNORECASE):
            yield Age(
                match.start(), match.start() + len(word), years, _nearest(match, text, found), years < ADULT
            )


def _nearest(match: re.Match[str], text: str, found: Sequence[Person]) -> Person | None:
    """The name that follows at once, else the one just before, within the sentence."""
    mentions = [
        (at, at + len(_spelling(text, person, at)), person) for person in found for at in person.mentions
    ]
    adjective = re.search(r"old|летн", match.group()) is not None
    behind = [m for m in mentions if 0 <= m[0] - match.end() <= NEAR and _plain(text[match.end() : m[0]])]
    if behind and adjective:
        return min(behind)[2]
    ahead = [m for m in mentions if 0 <= match.start() - m[1] <= NEAR and _plain(text[m[1] : match.start()])]
    return max(ahead)[2] if ahead else None


def _plain(between: str) -> bool:
    """Nothing in between but a comma, a bracket and a few small words."""
    return re.fullmatch(r"[\s,(]*(?:[^\W\d_A-ZА-ЯЁ]+[\s,(]+){0,3}", between) is not None


def _minor_words(text: str, found: Sequence[Person], lists: Words) -> Iterator[Age]:
    for match in lists.minor.finditer(text):
        yield Age(match.start(), match.end(), None, _nearest(match, text, found), True)


def _overlapping(age: Age, others: object) -> bool:
    return any(age.start < other.end and other.start < age.end for other in others)  # type: ignore[attr-defined]  # Age
