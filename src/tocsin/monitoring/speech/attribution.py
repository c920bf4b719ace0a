# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attribution by rules: every paragraph's clauses are tried against the shapes of reported speech.

Proposals only: a person decides. A source named by a pronoun stays as printed, because guessing silently
would put words into somebody's mouth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.monitoring.speech.clauses import Clause, clauses, lightly_trimmed
from tocsin.monitoring.speech.sentences import Span, quotations, sentences
from tocsin.monitoring.speech.shapes import BY_VERB, Cue, Saying, according, dashed, declined, this_was_told
from tocsin.monitoring.speech.tongue_en import ENGLISH
from tocsin.monitoring.speech.tongue_es import SPANISH
from tocsin.monitoring.speech.tongue_ru import RUSSIAN
from tocsin.monitoring.speech.tongues import Tongue

TONGUES = {tongue.code: tongue for tongue in (ENGLISH, RUSSIAN, SPANISH)}
SHORTEST_QUOTE = 4
# How far from the end of a quotation, over "X said.", its next sentence may stand.
NEXT_QUOTE = 80
_ENDS_QUOTED = re.compile(r"[”\"»]\W*$")
_FINISHED = re.compile(r"[.!?…][”»\"]?\s*$|[”»\"]\.\s*$")
_INSERTION = re.compile(r"[,.!?…]\s*[—–]\s+")
_INSERTION_ENDS = re.compile(r"[.,]\s*[—–]\s+")


def sayings(text: str, language: str) -> list[Saying]:
    """All attributions in a text of several paragraphs, in order; none for a language without a table."""
    tongue = TONGUES.get(language)
    if tongue is None:
        return []
    found: list[Saying] = []
    speaker: Saying | None = None
    for match in re.finditer(r"[^\n]+", text):
        here = [saying.moved(match.start()) for saying in _paragraph(match.group(), tongue)]
        if not here and speaker is not None:
            here = list(_continued(match.group(), speaker, match.start()))
        found += here
        speaker = here[-1] if here else None
    return found


def _continued(paragraph: str, speaker: Saying, by: int) -> Iterator[Saying]:
    """A paragraph that is all quotation, with no verb of its own, goes on in the last speaker's voice."""
    quoted = quotations(paragraph)
    whole = len(quoted) == 1 and quoted[0].start == 0 and quoted[0].end >= len(paragraph.rstrip(" .,"))
    silent = speaker.utterance == "refuse_comment"
    if whole and not silent and len(paragraph.split()) >= SHORTEST_QUOTE and _FINISHED.search(paragraph):
        yield Saying(Span(by, by + len(paragraph)), speaker.source, None, speaker.utterance)


def _paragraph(paragraph: str, tongue: Tongue) -> list[Saying]:
    quoted = _without_insertions(paragraph, quotations(paragraph), tongue)
    spans = sentences(paragraph, quoted)
    found: list[Saying] = []
    for i, sentence in enumerate(spans):
        for clause in clauses(paragraph, sentence, quoted):
            found += _clause(clause, tongue, spans[i - 1] if i else None)
    return [more for saying in found for more in _with_neighbours(saying, paragraph, spans, quoted, found)]


def _without_insertions(paragraph: str, quoted: Sequence[Span], tongue: Tongue) -> list[Span]:
    """Russian sets the speaker between dashes inside the quotation marks; those words are not quoted."""
    parts: list[Span] = []
    for quote in quoted:
        opening = _INSERTION.search(paragraph, quote.start, quote.end)
        if opening is None or not tongue.cue.match(paragraph, opening.end(), quote.end):
            parts.append(quote)
            continue
        closing = _INSERTION_ENDS.search(paragraph, opening.end(), quote.end)
        parts.append(Span(quote.start, opening.start() + 1))
        if closing is not None:
            parts.append(Span(closing.start() + 1, quote.end))
    return parts


def _clause(clause: Clause, tongue: Tongue, before: Span | None) -> Iterator[Saying]:
    """The first shape that fits; a clause makes one statement."""
    found = according(clause, tongue)
    for cue in () if found else _cues(clause, tongue):
        found = this_was_told(clause, cue, tongue, before)
        for shape in BY_VERB:
            found = found or shape(clause, cue, tongue)
        if found is not None:
            break
    found = found or declined(clause, tongue) or dashed(clause)
    if found is not None:
        yield found


def _cues(clause: Clause, tongue: Tongue) -> Iterator[Cue]:
    for match in tongue.cue.finditer(clause.text, clause.span.start, clause.span.end):
        if clause.spoken(match.start()) or tongue.blocked.search(clause.before(match.start())):
            continue
        utterance = next(name for name, word in match.groupdict().items() if word)
        verb = match[utterance]
        yield Cue(Span(*match.span()), utterance, verb, bool(tongue.is_weak.fullmatch(verb)))


def _with_neighbours(
    saying: Saying, paragraph: str, spans: Sequence[Span], quoted: Sequence[Span], others: Sequence[Saying]
) -> Iterator[Saying]:
    """A quotation goes on over sentences of the same paragraph that are nothing but quotation."""
    start, end = saying.content
    spoken = []
    words = paragraph[start:end]
    if _ENDS_QUOTED.search(words) or (words[:1] == "«" and "»" not in words):
        spoken = [span for span in spans if _all_quoted(span, quoted) and not _has_own(span, others, saying)]
    for span in reversed(spoken):
        if span.end <= start <= span.end + 3:
            start = span.start
    after = max(end, saying.cue.end if saying.cue else end)
    first, last = None, after
    for span in spoken:
        if after <= span.start <= last + NEXT_QUOTE:
            first, last = first if first is not None else span.start, span.end
    if first is not None and first - end <= 3:
        end, first = last, None
    yield replace(saying, content=Span(start, end))
    if first is not None:
        yield Saying(lightly_trimmed(paragraph, Span(first, last)), saying.source, None, saying.utterance)


def _all_quoted(span: Span, quoted: Sequence[Span]) -> bool:
    return any(quote.start <= span.start and span.end - 1 <= quote.end for quote in quoted)


def _has_own(span: Span, others: Sequence[Saying], saying: Saying) -> bool:
    return any(other.cue is not None and other is not saying and span.holds(other.cue) for other in others)
