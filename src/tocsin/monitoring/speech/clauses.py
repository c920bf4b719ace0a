# SPDX-License-Identifier: AGPL-3.0-or-later
"""One clause of a sentence, and the noun phrase that stands before or after its verb of speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.monitoring.speech.sentences import Span, inside, stripped
from tocsin.monitoring.speech.tongues import Tongue

_PUNCTUATION = ' \t\u00a0,;:—–-“”"«».…(\u2009'
_LIGHT = " \t\u00a0,;:—–-\u2009"
_COMMA = re.compile(r"[,;:—–”»\"]\s*")
_NO_HEAD = re.compile(r"(?:\d|who\b|which\b|котор|кто\b|quien|que\b|also\b|aged\b|de \d)", re.IGNORECASE)
_QUANTIFIER = re.compile(r"(?:both|all|each|оба|обе|все|ambos|ambas|todos|todas)", re.IGNORECASE)
_NAME_IN_QUOTES = re.compile(r"«[^«»]{2,50}»")
LONGEST_NOUN = 95


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a paragraph that holds one statement."""

    text: str
    span: Span
    quoted: tuple[Span, ...]

    def before(self, position: int) -> str:
        return self.text[self.span.start : position]

    def after(self, position: int) -> str:
        return self.text[position : self.span.end]

    def spoken(self, position: int) -> bool:
        return inside(position, self.quoted)


def trimmed(text: str, span: Span) -> Span:
    """Without blanks and any punctuation at the ends."""
    return stripped(text, span, _PUNCTUATION)


def lightly_trimmed(text: str, span: Span) -> Span:
    """Without blanks, commas and dashes; quotation marks and full stops belong to what was said."""
    return stripped(text, span, _LIGHT)


def clauses(text: str, sentence: Span, quoted: Sequence[Span]) -> Iterator[Clause]:
    """Two statements joined by a semicolon are two clauses."""
    start = sentence.start
    for position in range(sentence.start, sentence.end):
        if text[position] == ";" and not inside(position, quoted):
            yield Clause(text, stripped(text, Span(start, position)), tuple(quoted))
            start = position + 1
    yield Clause(text, stripped(text, Span(start, sentence.end)), tuple(quoted))


def noun_before(clause: Clause, position: int, tongue: Tongue) -> Span | None:
    """The noun phrase that ends at the verb, its apposition included ("X, a lawyer, said")."""
    whole = clause.before(position).rstrip()
    if not whole:
        return None
    if tongue.ends_in_and.search(whole):
        return _first_noun(clause, whole)
    parted = whole.endswith(",")
    part = whole[:-1] if parted else whole
    start = _start_of_apposition(part) if parted else _last_end(tongue.boundary, part)
    found = trimmed(clause.text, Span(clause.span.start + start, clause.span.start + len(part)))
    if found.start >= found.end:
        return None
    lead = tongue.lead.match(clause.text, found.start, found.end)
    found = Span(lead.end(), found.end) if lead else found
    words = clause.text[found.start : found.end]
    if tongue.is_relative.fullmatch(words) or (_QUANTIFIER.fullmatch(words) and "," in part[:start]):
        return _antecedent(clause, found.start, tongue)
    return _without_relative(clause.text, found, tongue)


def _without_relative(text: str, found: Span, tongue: Tongue) -> Span:
    """Of "X, who has governed since 2011," only X."""
    comma = text.find(", ", found.start, found.end)
    relative = comma > 0 and tongue.is_relative.match(text, comma + 2, found.end)
    return Span(found.start, comma) if relative else found


def _first_noun(clause: Clause, whole: str) -> Span | None:
    """The subject of "X, of Y, named one and said": only where a comma shows where it ends."""
    comma = whole.find(",")
    short = comma > 0 and len(whole[:comma].split()) <= 6 and not clause.spoken(clause.span.start)
    return Span(clause.span.start, clause.span.start + comma) if short else None


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=0)


def _start_of_apposition(part: str) -> int:
    """Back over the comma groups until one looks like the head: not an age, not "who …", not "also"."""
    start = _last_end(_COMMA, part)
    for _ in range(3):
        if start == 0:
            break
        before = part[:start].rstrip()
        if before[-1:] in '”»";:':
            break
        start = _last_end(_COMMA, before[:-1].rstrip())
        if not _NO_HEAD.match(part[start:]):
            break
    return start


def _antecedent(clause: Clause, position: int, tongue: Tongue) -> Span | None:
    """What "who" stands for, or the subject in front of "both"."""
    before = clause.before(position).rstrip().rstrip(",")
    start = _last_end(_COMMA, before)
    for _ in range(2):
        opens = before[start:]
        if start == 0 or not (_NO_HEAD.match(opens) or tongue.is_relative.match(opens)):
            break
        before = before[:start].rstrip().rstrip(",")
        start = _last_end(_COMMA, before)
    found = trimmed(clause.text, Span(clause.span.start + start, clause.span.start + len(before)))
    return found if found.start < found.end else None


def noun_after(clause: Clause, position: int, tongue: Tongue) -> Span | None:
    """The noun phrase that follows the verb, up to a preposition, a comma or a full stop."""
    rest = clause.after(position)
    start = position + len(rest) - len(rest.lstrip())
    if clause.text[start : start + 1] in '«“"':  # an organisation's name in quotation marks
        start += 1
    lead = tongue.lead.match(clause.text, start, clause.span.end)
    start = lead.end() if lead else start
    stop = tongue.subject_stop.search(clause.text, start, clause.span.end)
    name = _NAME_IN_QUOTES.match(clause.text, stop.start(), clause.span.end) if stop else None
    if name is not None:
        return Span(start, name.end())
    found = trimmed(clause.text, Span(start, stop.start() if stop else clause.span.end))
    return found if found.start < found.end and found.end - found.start <= LONGEST_NOUN else None
