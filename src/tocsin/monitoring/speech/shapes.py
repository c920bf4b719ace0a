# SPDX-License-Identifier: AGPL-3.0-or-later
"""The few shapes that reported speech has, one function each; a shape that does not fit returns None.

Every span is a piece of the clause's text. What a pronoun means is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tocsin.monitoring.speech.clauses import Clause, lightly_trimmed, noun_after, noun_before
from tocsin.monitoring.speech.sentences import Span
from tocsin.monitoring.speech.tongues import Tongue

LONGEST_SOURCE = 110
LONGEST_SOURCE_IN_PASSING = 40
SHORTEST_CONTENT = 8
SHORTEST_REPORT = 3
LONGEST_TAIL = 22
_QUOTE_CLOSES = re.compile(r"[,!?.…]?[”»\"]\s*,?\s*[—–-]?\s*$|[!?…]\s*[—–-]?\s*$|,\s*[—–-]\s*$")
_OPENS_QUOTE = re.compile(r"[“\"«„]")
_BEFORE_QUOTE = re.compile(r"\s*:\s*|\s*,?\s*(?=[“\"«„])")
_DASHED = re.compile(r"[”\"]\s*([―—–])\s*([^\W\d_a-z][^.!?]{3,80})$")
# "In May, X said …" is a time in front of the speaker, not what was said.
_MOVED_TO_THE_FRONT = re.compile(
    r"(?:In|On|At|After|As|When|Last|Earlier|Meanwhile|However|But|And|Asked|В|На|После|Когда|Но|И|En|El|Tras|Pero|Y)\b"
)
_QUANTIFIER = re.compile(r"(both|all|each|оба|обе|все|ambos|ambas|todos|todas)\s", re.IGNORECASE)
_PLAIN_OBJECT = ("deny", "confirm", "admit")
_TELLS = re.compile(r"t(?:old|ells?)$", re.IGNORECASE)
_HAS_LISTENER = re.compile(r"t(?:old|ell)|warn|urg|расска|сообщ|заяв|dij|cont|declar", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody's words or what they are reported to have said: where, whose, by which verb."""

    content: Span
    source: Span | None
    cue: Span | None
    utterance: str = "say"

    def moved(self, by: int) -> Saying:
        source = None if self.source is None else self.source.moved(by)
        cue = None if self.cue is None else self.cue.moved(by)
        return Saying(self.content.moved(by), source, cue, self.utterance)


@dataclass(frozen=True, slots=True)
class Cue:
    """One verb of speech in a clause, with its class and the small words before it."""

    span: Span
    utterance: str
    verb: str
    weak: bool

    def quantifier(self, text: str) -> Span | None:
        """In "both said" the word for whom is taken for one of the verb's small words."""
        both = _QUANTIFIER.match(text, self.span.start, self.span.end)
        return Span(*both.span(1)) if both else None

    def says(self, content: Span, source: Span) -> Saying:
        return Saying(content, source, self.span, self.utterance)


def according(clause: Clause, tongue: Tongue) -> Saying | None:
    """Either "According to X, the flat was empty." or "The flat was empty, according to X." """
    for match in tongue.source_phrase.finditer(clause.text, clause.span.start, clause.span.end):
        if clause.spoken(match.start()):
            continue
        if match.start() - clause.span.start < 3:
            comma = clause.text.find(",", match.end(), clause.span.end)
            source = lightly_trimmed(clause.text, Span(match.end(), comma)) if comma > 0 else None
            content = lightly_trimmed(clause.text, Span(comma + 1, clause.span.end))
        else:
            source = noun_after(clause, match.end(), tongue)
            content = lightly_trimmed(clause.text, Span(clause.span.start, match.start()))
        if source is not None and source.start < source.end and _long_enough(content):
            return Saying(content, source, Span(*match.span()), "according_to")
    return None


def as_told(clause: Clause, cue: Cue, tongue: Tongue) -> Saying | None:
    """As X said, the flat was empty."""
    before = clause.before(cue.span.start)
    opens = tongue.opens_as_told.match(before)
    comma = clause.text.find(",", cue.span.end, clause.span.end)
    if opens is None or comma < 0 or "," in before.rstrip(", "):
        return None
    between = lightly_trimmed(clause.text, Span(clause.span.start + opens.end(), cue.span.start))
    behind = lightly_trimmed(clause.text, Span(cue.span.end, comma))
    source = between if between.start < between.end else behind
    content = lightly_trimmed(clause.text, Span(comma + 1, clause.span.end))
    return cue.says(content, source) if source.start < source.end else None


def as_in_passing(clause: Clause, cue: Cue, tongue: Tongue) -> Saying | None:
    """The flat, as X said, was empty."""
    if not tongue.ends_as_told.search(clause.before(cue.span.start)):
        return None
    source = noun_after(clause, cue.span.end, tongue)
    return cue.says(clause.span, source) if source else None


def inverted(clause: Clause, cue: Cue, tongue: Tongue) -> Saying | None:
    """“The flat was empty,” said X."""
    before = clause.before(cue.span.start).rstrip()
    spoken = _QUOTE_CLOSES.search(before) is not None
    if not (spoken or before.endswith(",")) or len(before.split()) < 2 or (cue.weak and not spoken):
        return None
    auxiliary = tongue.begins_auxiliary.match(clause.text, cue.span.start, cue.span.end)
    if auxiliary or _TELLS.match(cue.verb):
        return None
    if not tongue.begins_noun.match(clause.text, cue.span.end, clause.span.end):
        return None
    source = noun_after(clause, cue.span.end, tongue)
    if source is None or tongue.complementizer.match(clause.text, source.start, source.end):
        return None
    content = lightly_trimmed(clause.text, Span(clause.span.start, clause.span.start + len(before)))
    return cue.says(content, source)


def trailing(clause: Clause, cue: Cue, tongue: Tongue) -> Saying | None:
    """The flat was empty, X said on Tuesday."""
    source = noun_before(clause, cue.span.start, tongue)
    if source is None or source.start - clause.span.start < 12 or cue.weak:
        return None
    before = clause.before(source.start).rstrip()
    quote = before[-1:] in '”»"'
    told = quote and _TELLS.match(cue.verb) is not None
    if not told and not tongue.tail.match(clause.text, cue.span.end, clause.span.end):
        return None
    if not (quote or before[-1:] in ",?!") or len(clause.after(cue.span.end).split()) >= LONGEST_TAIL:
        return None
    content = lightly_trimmed(clause.text, Span(clause.span.start, source.start))
    words = clause.text[content.start : content.end]
    in_front = _MOVED_TO_THE_FRONT.match(words) and not quote and len(words.split()) < 8
    return None if in_front or not _long_enough(content) else cue.says(content, source)


def in_passing(clause: Clause, cue: Cue, tongue: Tongue) -> Saying | None:
    """The flat, X said, was empty."""
    source = noun_before(clause, cue.span.start, tongue)
    if source is None or cue.weak or source.end - source.start > LONGEST_SOURCE_IN_PASSING:
        return None
    before = clause.before(source.start).rstrip()
    after = clause.after(cue.span.end).lstrip()
    if not before.endswith(",") or not after.startswith(",") or "”" in before or len(before) < 5:
        return None
    return cue.says(lightly_trimmed(clause.text, clause.span), source)


def leading(clause: Clause, cue: Cue, tongue: Tongue) -> Saying | None:
    """X said, or told somebody, that the flat was empty."""
    source = noun_before(clause, cue.span.start, tongue)
    start = cue.span.end
    listener = tongue.listener.match(clause.text, start, clause.span.end)
    if listener is not None and _HAS_LISTENER.match(cue.verb):
        start = listener.end()
    that = _that(clause, start, tongue)
    quote = _BEFORE_QUOTE.match(clause.text, start, clause.span.end)
    introduced = that is not None or (quote is not None and quote.end() > start)
    source = source or cue.quantifier(clause.text)
    if source is None or source.end - source.start > LONGEST_SOURCE or (cue.weak and not introduced):
        return None
    content = lightly_trimmed(clause.text, Span(that.end() if that else start, clause.span.end))
    words = clause.text[content.start : content.end].split()
    bare = not introduced and cue.utterance not in _PLAIN_OBJECT
    if not _long_enough(content) or (bare and len(words) < SHORTEST_REPORT):
        return None
    return cue.says(content, source)


def _that(clause: Clause, start: int, tongue: Tongue) -> re.Match[str] | None:
    at_once = tongue.complementizer.match(clause.text, start, clause.span.end)
    return at_once or tongue.that_after_time.match(clause.text, start, clause.span.end)


def this_was_told(clause: Clause, cue: Cue, tongue: Tongue, before: Span | None) -> Saying | None:
    """The flat was empty. This was told by X. (Russian news are written so.)"""
    if before is None or not tongue.opens_this_was_told.match(
        clause.text, clause.span.start, clause.span.end
    ):
        return None
    source = noun_after(clause, cue.span.end, tongue)
    return cue.says(before, source) if source else None


def declined(clause: Clause, tongue: Tongue) -> Saying | None:
    """An unanswered question is recorded as one: nobody's silence is an admission."""
    match = tongue.declined.search(clause.text, clause.span.start, clause.span.end)
    if match is None or clause.spoken(match.start()):
        return None
    source = noun_before(clause, match.start(), tongue)
    return Saying(Span(*match.span()), source, Span(*match.span()), "refuse_comment") if source else None


def dashed(clause: Clause) -> Saying | None:
    """“The flat was empty.” — X"""
    match = _DASHED.search(clause.text, clause.span.start, clause.span.end)
    if match is None:
        return None
    content = lightly_trimmed(clause.text, Span(clause.span.start, match.start(1)))
    return Saying(content, Span(*match.span(2)), Span(*match.span(1)))


def _long_enough(content: Span) -> bool:
    return content.end - content.start >= SHORTEST_CONTENT


Shape = Callable[[Clause, Cue, Tongue], Saying | None]
BY_VERB: tuple[Shape, ...] = (as_told, as_in_passing, inverted, trailing, in_passing, leading)
