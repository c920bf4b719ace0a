# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules that a careful practitioner would demand of each sentence (R-01 to R-22), tested on what will be published.

A person may word a sentence anew; then the same rules read it again. A stop refuses, a warning is shown to both.
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
from tocsin.publication.composition.speakers import OTHER, UNKNOWN, key_of
from tocsin.publication.facts import Content, Edition, Sentence
from tocsin.publication.revision import sentences
from tocsin.vault.kinds import Recorded

QUOTE = re.compile('“([^”]*)”|«([^»]*)»|"([^"]*)"')
# Words that doubt a speaker, or vouch for one, outside a quotation.
DOUBT = {
    "en": r"\b(?:claim(?:s|ed|ing)?|alleg(?:es|ed|edly|ing|ation|ations)|purported(?:ly)?|so-called|supposed(?:ly)?)\b",
    "ru": r"(?<!\w)(?:утвержда\w+|якобы|так называем\w+|предположительн\w+|мнимо?\w*)",
    "es": r"\b(?:supuest[oa]s?|presunt[oa]s?|supuestamente|presuntamente|aleg[oóa]\w*|asegur[oóa]\w*|mal llamad[oa]s?|as[ií] llamad[oa]s?)\b",
}
VOUCHING = {
    "en": r"\b(?:confirm(?:s|ed)|admit(?:s|ted)|reveal(?:s|ed)|prove[sdn]?|refute[sd]?|in fact)\b",
    "ru": r"(?<!\w)(?:подтверди\w+|призна(?:л|ла|ли|ло)(?:сь|ся)?|доказа\w+|опроверг\w*|на самом деле)(?!\w)",
    "es": r"\b(?:confirm[oóa]\w*|admit\w+|revel[oóa]\w*|demostr\w+|desmint\w+|en realidad)\b",
}
GENDERED = {
    "en": r"\b(?:m[ae]n|wom[ae]n|guys?|boys?|girls?|lads?|brothers?|sisters?)\b",
    "ru": r"(?<!\w)(?:мужчин\w*|женщин\w*|парн(?:ь|я|и|ей|ю|ем|ям|ями|ях)|юнош\w*|девуш\w*|братьев|брат(?:а|ья)?|сест[её]?р\w*)(?!\w)",
    "es": r"\b(?:hombres?|mujer(?:es)?|chic[oa]s?|muchach[oa]s?|herman[oa]s?|jóvenes varones)\b",
}
INTIMATE = {
    "en": r"\b(?:gay|gays|lesbian|bisexual|transgender|trans|lgbt\w*|homosexual\w*|queer|hiv)\b",
    "ru": r"(?<!\w)(?:ге[йяюи]\w{0,3}|лесбиян\w*|бисексуал\w*|трансгендер\w*|лгбт\w*|гомосексуал\w*|вич)(?!\w)",
    "es": r"\b(?:gays?|gais|lesbian\w*|bisexual\w*|trans\w{0,6}|lgbt\w*|homosexual\w*|vih)\b",
}
SILENCE = {
    "en": r"\b(?:did not|didn’t|has not|have not|no) (?:reply|replied|answer|answered|respond|responded|response)\b",
    "ru": r"(?<!\w)(?:не ответи\w+|ответа нет|без ответа|не отреагир\w+)",
    "es": r"\b(?:no (?:respondi|contest)\w+|sin respuesta)\b",
}
DATED = {
    "en": r"\d|\bas of\b|\bin (?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
    "ru": r"\d|по состоянию на",
    "es": r"\d|a fecha de",
}
OURS = {
    "en": r"\b(?:we|our|us)\b",
    "ru": r"(?<!\w)(?:мы|наш\w*|нам|нас)(?!\w)",
    "es": r"\b(?:nuestr[oa]s?|nosotr[oa]s|hemos|\w+mos)\b",
}
SAYS = {
    "en": r"\b(?:according to|sa(?:id|ys?)|told|reported|wrote|asked|heard|saw|citing)\b|^we |\bwe ",
    "ru": r"(?<!\w)(?:по словам|по данным|со слов|согласно|сообщи\w+|сказа\w+|рассказа\w+|написа\w+|переда\w+|услыша\w+|видел\w*|мы)(?!\w)",
    "es": r"\b(?:según|dij\w+|cont\w+|inform\w+|escrib\w+|pregunt\w+|oy\w+|vi[oe]\w*|cita\w*)\b",
}
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
    if presence and not re.search(DATED[language], plain, re.I):
        yield Finding("R-11", language, sentence.text)
    if (silent := re.search(SILENCE[language], plain, re.I)) and not any(_asked(one.fact) for one in records):
        yield Finding("R-09", language, sentence.text, silent.group())
    yield from _quotations(sentence.text, records, language)


def _attribution(
    text: str, claims: list[ClaimRecorded], language: str, material: Material
) -> Iterator[Finding]:
    if not re.search(SAYS[language], text, re.I):
        yield Finding("R-04", language, text)
        return
    for claim in claims:
        chain = [material.speakers.get(key_of(link), OTHER) for link in claim.chain]
        ends = [speaker for speaker in (chain[0], chain[-1]) if speaker.code != UNKNOWN]
        missing = [one for one in ends if not _mentions(text, one, language)]
        if missing:
            yield Finding("R-04", language, text, missing[0].who(language), stops=False)


def _mentions(text: str, speaker: Speaker, language: str) -> bool:
    ours = speaker.code in ("counsel", "own_staff") and re.search(OURS[language], text, re.I)
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
    for rule, table, stops in (("R-02", DOUBT, True), ("R-03", VOUCHING, False), ("R-15", INTIMATE, True)):
        if met := re.search(table[language], plain, re.I):
            yield Finding(rule, language, text, met.group(), stops)
    minors = any(one.minor for one in material.people.values())
    if minors and (met := re.search(GENDERED[language], plain, re.I)):
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
