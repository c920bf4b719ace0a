# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules that a careful practitioner would demand of each sentence (R-01 to R-22), tested on what will be
published.

A person may word a sentence anew; then the same rules read it again. A stop refuses, a warning is shown to
both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tocsin.casefile.facts import (
    Answer,
    ClaimRecorded,
    QuestionAnswered,
    QuestionAsked,
    Quote,
    VisitAttempted,
)
from tocsin.publication import wording
from tocsin.publication.composition import Material, Speaker
from tocsin.publication.facts import Content, Edition, Sentence
from tocsin.publication.revision import sentences
from tocsin.publication.wording import pattern
from tocsin.vault.kinds import Recorded

QUOTE = re.compile('“([^”]*)”|«([^»]*)»|"([^"]*)"')
PRESENCE = frozenset(
    {"held_at", "held_by", "detention_status", "procedural_status", "acknowledgement", "condition"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a sentence breaks: which one, in which language, and the words."""

    rule: str
    language: str
    text: str
    words: str = ""
    stops: bool = True


def check(content: Content, material: Material) -> tuple[Finding, ...]:
    """Every finding on every page of a revision."""
    found = [
        *(finding for page in content.editions for finding in _page(page, material)),
        *_corrections(content),
    ]
    return tuple(dict.fromkeys(found))


def _page(page: Edition, material: Material) -> Iterator[Finding]:
    for sentence in sentences(page):
        yield from _sentence(sentence, page.language, material)
    for text in (page.title, *(one.text for one in page.unknown)):
        yield from _words(text, page.language, material)
    yield from _differences(page, material)
    minors = [one for one in material.people.values() if one.minor]
    if minors and not any(line.reason == "minor" for line in page.withheld):
        yield Finding("R-20", page.language, page.title, "minor")


def _sentence(sentence: Sentence, language: str, material: Material) -> Iterator[Finding]:
    records = [record for number in sentence.rests_on if (record := material.record(number))]
    if not records or len(records) != len(sentence.rests_on):
        yield Finding("R-01", language, sentence.text)
    claims = [record.fact for record in records if isinstance(record.fact, ClaimRecorded)]
    plain = QUOTE.sub(" ", sentence.text)
    if claims:
        yield from _attribution(sentence.text, claims, language, material)
    yield from _words(sentence.text, language, material)
    presence = {claim.predicate for claim in claims} & PRESENCE
    if presence and not re.search(pattern("dated", language), plain, re.I):
        yield Finding("R-11", language, sentence.text)
    if (silent := re.search(pattern("silence", language), plain, re.I)) and not any(
        _asked(one.fact) for one in records
    ):
        yield Finding("R-09", language, sentence.text, silent.group())
    yield from _quotations(sentence.text, records, language)


def _attribution(
    text: str, claims: list[ClaimRecorded], language: str, material: Material
) -> Iterator[Finding]:
    if not re.search(pattern("says", language), text, re.I):
        yield Finding("R-04", language, text)
        return
    for claim in claims:
        stated = [material.speaker(link) for link in claim.chain if link.stated]
        ends = dict.fromkeys((*stated[:1], *stated[-1:]))
        missing = [one for one in ends if not _mentions(text, one, language)]
        if missing:
            yield Finding("R-04", language, text, missing[0].who(language), stops=False)


def _mentions(text: str, speaker: Speaker, language: str) -> bool:
    ours = speaker.code in ("counsel", "own_staff") and re.search(pattern("ours", language), text, re.I)
    return bool(ours or re.search(speaker.mark(language), text, re.I))


def _asked(fact: object) -> bool:
    return isinstance(fact, QuestionAsked) and fact.answer is not Answer.ANSWERED


def _quotations(text: str, records: Iterable[Recorded[Any]], language: str) -> Iterator[Finding]:
    given = [quote.text for record in records for quote in _quotes_of(record.fact)]
    for groups in QUOTE.findall(text):
        words = next((group for group in groups if group), "")
        if words and not any(_same(words, source) for source in given):
            yield Finding("R-08", language, text, words)


def _quotes_of(fact: object) -> Iterator[Quote]:
    match fact:
        case ClaimRecorded(quotes=quotes) | VisitAttempted(words=quotes):
            yield from quotes
        case QuestionAsked(reply=reply) | QuestionAnswered(reply=reply) if reply is not None:
            yield reply


def _same(words: str, source: str) -> bool:
    return " ".join(words.split()).strip(" .") in " ".join(source.split())


def _words(text: str, language: str, material: Material) -> Iterator[Finding]:
    plain = QUOTE.sub(" ", text)
    for rule, key, stops in (
        ("R-02", "doubt", True),
        ("R-03", "vouching", False),
        ("R-15", "intimate", True),
    ):
        if met := re.search(pattern(key, language), plain, re.I):
            yield Finding(rule, language, text, met.group(), stops)
    minors = any(one.minor for one in material.people.values())
    if minors and (met := re.search(pattern("gendered", language), plain, re.I)):
        yield Finding("R-22", language, text, met.group())


def _differences(page: Edition, material: Material) -> Iterator[Finding]:
    told = {number for one in page.differ for account in one.accounts for number in account.rests_on}
    running = {number for paragraph in page.known for sentence in paragraph for number in sentence.rests_on}
    for dispute in material.disputes:
        sides = [set(material.numbers(*account.claims)) for account in dispute.accounts]
        if any(side & running for side in sides) and not all(side & told for side in sides if side):
            yield Finding("R-06", page.language, dispute.predicate.label(page.language))
        one_sided = [side for side in sides if side]
        if len(one_sided) < len(sides):
            yield Finding("R-06", page.language, dispute.predicate.label(page.language))


def _corrections(content: Content) -> Iterator[Finding]:
    languages = {page.language for page in content.editions}
    for correction in content.corrections:
        if languages - {words.language for words in correction.words if words.text.strip()}:
            yield Finding("R-10", content.editions[0].language, wording.say("corrections", "en"))
