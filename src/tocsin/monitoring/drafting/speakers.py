# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who a source is: its short name for a chain, and whom a pronoun or "the group" may stand for.

The proposal stands beside the printed words and never replaces them; the person who checks picks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.monitoring.drafting.capitals import runs
from tocsin.monitoring.drafting.people import Person
from tocsin.monitoring.drafting.wordlists import Words

_BODY_BEFORE_QUOTED_NAME = re.compile(r"[^\W\d_]+\s+«[^«»]{2,50}»")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Bodies and people in the order of the page."""

    bodies: tuple[tuple[int, str], ...]
    people: tuple[tuple[int, str], ...]


def mentioned(text: str, people: Sequence[Person], lists: Words) -> Mentioned:
    named = sorted((at, person.nominative) for person in people for at in person.mentions)
    return Mentioned(tuple(sorted(_bodies(text, lists))), tuple(named))


def _bodies(text: str, lists: Words) -> list[tuple[int, str]]:
    found = [(match.start(), match.group()) for match in _BODY_BEFORE_QUOTED_NAME.finditer(text)]
    for run in runs(text, lists):
        if len(run.words) > 1 and any(lists.body.fullmatch(word) for word in run.words):
            found.append((run.start, run.text))
    return found


def short_name(source: str) -> str:
    """Without what follows the first comma: "X, deputy director at Y" is X."""
    head = re.split(r",\s|\s[—–]\s|\s\(", source, maxsplit=1)[0]
    return head if len(head) <= _LONGEST else head[:_LONGEST].rsplit(" ", 1)[0]


def may_mean(source: str, position: int, known: Mentioned, lists: Words) -> str | None:
    """Whom "the group", "he" or "the pair" may stand for: the last such mention before it."""
    words = source.strip()
    if lists.pair.fullmatch(words):
        before = _distinct([name for at, name in known.people if at < position])
        return " and ".join(before[-2:]) if len(before) > 1 else None
    if lists.one.fullmatch(words):
        return next((name for at, name in reversed(known.people) if at < position), None)
    if lists.group.fullmatch(words):
        return next((name for at, name in reversed(known.bodies) if at < position), None)
    return None


def _distinct(names: Sequence[str]) -> list[str]:
    """Each name once, at its last mention."""
    return list(dict.fromkeys(reversed(names)))[::-1]
