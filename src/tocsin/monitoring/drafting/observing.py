# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody saw, heard or found, as the page tells it: an observation, not a statement.

"The lawyer found signs of a struggle" is not attributed to the lawyer as words; whether the lawyer told the
paper is not on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.monitoring.drafting.people import Person
from tocsin.monitoring.drafting.wordlists import Words
from tocsin.monitoring.speech.attribution import TONGUES
from tocsin.monitoring.speech.clauses import clauses, noun_before
from tocsin.monitoring.speech.sentences import Span, quotations, sentences, stripped
from tocsin.monitoring.speech.tongues import Tongue

_BASIS = {"heard": "heard", "услыша": "heard", "слыша": "heard", "oy": "heard", "escuch": "heard"}


@dataclass(frozen=True, slots=True)
class Observation:
    """From the verb to the end of its clause, who observed, by which verb, and on which basis (V basis)."""

    span: Span
    observer: Span
    cue: Span
    basis: str

    def moved(self, by: int) -> Observation:
        return Observation(self.span.moved(by), self.observer.moved(by), self.cue.moved(by), self.basis)


def observations(text: str, language: str, people: list[Person], lists: Words) -> Iterator[Observation]:
    """Observations by human beings; a court or a poll that "found" something states it."""
    tongue = TONGUES.get(language)
    if tongue is None:
        return
    for paragraph in re.finditer(r"[^\n]+", text):
        for found in _paragraph(paragraph.group(), tongue):
            moved = found.moved(paragraph.start())
            if _is_human(text, moved.observer, people, lists):
                yield moved


def _paragraph(paragraph: str, tongue: Tongue) -> Iterator[Observation]:
    quoted = quotations(paragraph)
    for sentence in sentences(paragraph, quoted):
        for clause in clauses(paragraph, sentence, quoted):
            for match in tongue.finding.finditer(clause.text, clause.span.start, clause.span.end):
                if clause.spoken(match.start()) or tongue.blocked.search(clause.before(match.start())):
                    continue
                observer = noun_before(clause, _without_auxiliary(clause.text, match.start(), tongue), tongue)
                if observer is not None:
                    span = stripped(clause.text, Span(match.start(), clause.span.end), " .;")
                    yield Observation(span, observer, Span(*match.span()), _basis(match.group()))
                    break


def _without_auxiliary(text: str, position: int, tongue: Tongue) -> int:
    """Where the verb begins with "had" or "has" before it taken in."""
    before = text[:position].rstrip()
    word = before.rsplit(" ", 1)[-1]
    return len(before) - len(word) if word and tongue.begins_auxiliary.match(f"{word} ") else position


def _basis(verb: str) -> str:
    return next((basis for stem, basis in _BASIS.items() if verb.lower().startswith(stem)), "saw")


def _is_human(text: str, observer: Span, people: list[Person], lists: Words) -> bool:
    words = text[observer.start : observer.end]
    named = any(observer.start <= at < observer.end for person in people for at in person.mentions)
    return named or lists.human.search(words) is not None
