# SPDX-License-Identifier: AGPL-3.0-or-later
"""People named in a story: runs of two to four capitalised words that nothing shows to be a body or a place.

The first mention of every spelling is proposed; spellings that sound alike are proposed as one person, never
merged. Russian names are also offered in the case in which a form would hold them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.monitoring.drafting.capitals import Run, runs
from tocsin.monitoring.drafting.russian import nominative, stem
from tocsin.monitoring.drafting.wordlists import Words
from tocsin.values.names import Likeness, likeness

_AGE_BEHIND = re.compile(
    r"\s*(?:,|\()\s*(?:aged |de )?(\d{1,2})(?:\s*(?:years? old|años|лет|года?))?"
    r"\s*(?:[,.;:)]|\s+(?:and|и|y)\b|$)"
)
_AGE_BEFORE = re.compile(r"(?:\d{1,2}[- ]?(?:year-old|летн\w+)|years? old)\s+(?:\w+\s+)?$", re.IGNORECASE)
_APPOSITION = re.compile(
    r"\s*,\s*(?:an?|the|who|whose|deputy|head|director|spokes|котор|un|una|el|la|quien"
    r"|[a-zа-яё]+(?:\s[a-zа-яё]+)? (?:of|at|for|de|del))\b"
)
_WEIGHTS = {"age": 3, "post": 2, "apposition": 2, "speaks": 2, "locative": -3, "kind": -3, "plain": 1}


@dataclass(frozen=True, slots=True)
class Person:
    """One spelling of one name: where it stands first, where else, and a nominative if it can be guessed."""

    start: int
    end: int
    text: str
    mentions: tuple[int, ...]
    nominative: str


def people(
    text: str, lists: Words, speaking: Iterable[tuple[int, int]], places: Iterable[str]
) -> list[Person]:
    """The first mention of every full name. ``speaking`` are spans of sources, ``places`` known names."""
    found: dict[str, list[Run]] = {}
    every = list(runs(text, lists))
    pairs = {_stems(run, lists) for run in every if len(run.words) == 2}
    for run in every:
        run = _without_adverb(run, pairs, lists)
        if _could_be(run, lists):
            found.setdefault(run.text, []).append(run)
    spans, known = tuple(speaking), frozenset(places)
    named = [group for name, group in found.items() if name not in known and _weight(group, lists, spans) > 0]
    return _inflected(sorted(named, key=lambda group: group[0].start), lists)


def _without_adverb(run: Run, pairs: set[tuple[str, ...]], lists: Words) -> Run:
    """A sentence may begin with any word; what is left is a name if it stands elsewhere without that word."""
    if len(run.words) != 3 or _stems(run, lists)[1:] not in pairs:
        return run
    start = run.text.index(run.words[1], len(run.words[0]))
    before = (run.before + run.text[:start])[-len(run.before) :]
    return Run(run.start + start, run.words[1:], run.text[start:], before, run.after, run.post)


def _could_be(run: Run, lists: Words) -> bool:
    shaped = 2 <= len(run.words) <= 4 and all(len(word) > 1 for word in (run.words[0], run.words[-1]))
    shouted = any(word.isupper() and len(word) > 1 for word in run.words)
    body = any(lists.body.fullmatch(word) for word in run.words)
    quoted = run.before.endswith(("«", "“", '"')) and run.after[:1] in '»”"'
    return shaped and not shouted and not body and not quoted


def _weight(group: Sequence[Run], lists: Words, speaking: Sequence[tuple[int, int]]) -> int:
    total = 0
    for run in group:
        total += _WEIGHTS["age"] * bool(_AGE_BEHIND.match(run.after) or _AGE_BEFORE.search(run.before))
        total += _WEIGHTS["post"] * run.post
        total += _WEIGHTS["apposition"] * bool(_APPOSITION.match(run.after))
        total += _WEIGHTS["speaks"] * any(_heads(run, start, end) for start, end in speaking)
        total += _WEIGHTS["locative"] * bool(lists.locative.search(run.before) and not run.post)
        total += _WEIGHTS["kind"] * any(kind.match(run.after) for kind in lists.kind_after.values())
        total += _WEIGHTS["kind"] * any(kind.search(run.before) for kind in lists.kind_before.values())
        total += _WEIGHTS["kind"] * bool(lists.based.match(run.after))
        total += _WEIGHTS["plain"]
    return total


def _heads(run: Run, start: int, end: int) -> bool:
    """Whether the name is what a source is called, and not a word within its title."""
    return (
        start <= run.start < end and "," not in run.before[-max(0, run.start - start) :][: run.start - start]
    )


def _inflected(groups: Sequence[Sequence[Run]], lists: Words) -> list[Person]:
    """Russian cases of one name are one spelling; its shortest form is the best guess at the nominative."""
    merged: dict[tuple[str, ...], list[Run]] = {}
    for group in groups:
        merged.setdefault(_stems(group[0], lists), []).extend(group)
    result = []
    for group in merged.values():
        first = min(group, key=lambda run: run.start)
        nominative = _nominative(group) if lists.language == "ru" else first.text
        mentions = tuple(sorted(run.start for run in group))
        result.append(Person(first.start, first.end, first.text, mentions, nominative))
    return sorted(result, key=lambda person: person.start)


def _nominative(group: Sequence[Run]) -> str:
    """As an age before the name shows it ("17-летнего"), else the shortest form that is printed."""
    told = (nominative(run.words, run.before) for run in group)
    return next((name for name in told if name), min((run.text for run in group), key=len))


def _stems(run: Run, lists: Words) -> tuple[str, ...]:
    return tuple(stem(word.lower()) if lists.language == "ru" else word for word in run.words)


def same_people(found: Sequence[Person]) -> list[tuple[Person, Person]]:
    """Pairs (later spelling, earlier spelling) that may be one person."""
    pairs = []
    for i, later in enumerate(found):
        for earlier in found[:i]:
            if _akin(earlier.nominative, later.nominative):
                pairs.append((later, earlier))
                break
    return pairs


def _akin(one: str, other: str) -> bool:
    """Sounding alike, or one word the same and the other a letter or two away."""
    if likeness(one, other) is not Likeness.DIFFERENT:
        return True
    left, right = one.lower().split(), other.lower().split()
    if len(left) != len(right):
        return False
    distances = [_distance(a, b) for a, b in zip(left, right, strict=True)]
    return max(distances) <= 2 and all(d * 3 <= len(word) for d, word in zip(distances, left, strict=True))


def _distance(one: str, other: str) -> int:
    """Letters to insert, drop or change."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, wanted in enumerate(other, 1):
            cost = previous if letter == wanted else 1 + min(previous, row[j], row[j - 1])
            previous, row[j] = row[j], cost
    return row[-1]
