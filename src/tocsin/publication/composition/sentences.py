# SPDX-License-Identifier: AGPL-3.0-or-later
"""One sentence from claims that say the same: attribution first, then what was said, in their words where
they are words.

Only neutral "according to" is used, for officials as for those they hold (R-02, R-03).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from tocsin.casefile.facts import Certainty, Polarity, Quote, Value, ValueKind, predicates
from tocsin.casefile.picture import Claim
from tocsin.publication import moments, wording
from tocsin.publication.composition.material import Material, Someone
from tocsin.publication.composition.speakers import OURS, UNKNOWN, Speaker
from tocsin.publication.facts import Sentence
from tocsin.publication.wording import capital, form, listed
from tocsin.values import vocabularies
from tocsin.vault.kinds import Recorded

EMPTY_SLOT = re.compile(r",? ?\{when\}")
LONGEST = 3
ACRONYM = re.compile(r"^\w?[A-ZА-ЯЁ]")


@dataclass(frozen=True, slots=True)
class Said:
    """What claims that say the same come to, before it is said whose words they are."""

    claim: Claim
    clause: str
    more: str  # what follows "; " when the clause before it began with the same words
    rests_on: tuple[int, ...]
    quoted: str


def said(material: Material, same: Sequence[Claim], language: str, *, first: bool = False) -> Said:
    """The clause for claims that share predicate, value, chain and time, and differ in whom they speak of."""
    claim = same[0]
    pattern = wording.clause(claim.fact.predicate, len(whom(material, same)) > 1, language) or "{value}"
    text, quoted = _clause(material, same, pattern, language, first)
    clause = _hedged(claim, text, language)
    value, _ = shown(material, claim, language)
    more = value if pattern.endswith(": {value}") and clause == text else clause
    return Said(claim, clause, more, material.numbers(*same), quoted)


def joined(material: Material, parts: Sequence[Said], language: str) -> tuple[Sentence, ...]:
    """Sentences: what one speaker said in a row is one sentence, up to a length that can be read."""
    rows: list[list[Said]] = []
    for part in parts:
        if rows and len(rows[-1]) < LONGEST and _goes_on(material, rows[-1], part):
            rows[-1].append(part)
        else:
            rows.append([part])
    return tuple(_sentence(material, row, language) for row in rows)


def _goes_on(material: Material, row: Sequence[Said], part: Said) -> bool:
    same_voice = material.chain(row[-1].claim) == material.chain(part.claim)
    return same_voice and len({one.quoted for one in (*row, part) if one.quoted}) < 2


def _sentence(material: Material, row: Sequence[Said], language: str) -> Sentence:
    clauses = [row[0].clause, *(_next(before, one) for before, one in pairwise(row))]
    text = attributed(material.chain(row[0].claim), row[0].claim, "; ".join(clauses), language)
    return Sentence(
        text=_ended(capital(text)),
        rests_on=tuple(sorted({number for one in row for number in one.rests_on})),
        quoted=next((one.quoted for one in row if one.quoted), ""),
    )


def _next(before: Said, one: Said) -> str:
    one_voice = before.claim.fact.predicate == one.claim.fact.predicate and before.more != before.clause
    same_people = before.claim.fact.subject == one.claim.fact.subject
    return one.more if one_voice and same_people else one.clause


def whom(material: Material, same: Sequence[Claim]) -> list[Someone]:
    """The people whom these claims speak of: the subjects, or everyone the incident is about."""
    found: dict[str, Someone] = {}
    for claim in same:
        incident = material.picture.incidents.get(claim.fact.subject)
        subjects = incident.fact.people if incident else (claim.fact.subject,)
        found |= {person: material.people[person] for person in subjects if person in material.people}
    return list(found.values()) or list(material.people.values())


def called(people: Sequence[Someone], language: str, *, first: bool) -> str:
    """Names where allowed, else an age: "Ivan Vetlugin, 20, and a 17-year-old"."""
    parts = [_called(one, language, first) for one in people]
    parts[-1:] = [part.rstrip(",") for part in parts[-1:]]
    return listed(parts, language)


def _called(person: Someone, language: str, first: bool) -> str:
    age = (
        {"age": person.age, "age_years": wording.years(person.age, language)}
        if person.age is not None
        else {}
    )
    name = person.names.get(language)
    if name:
        return form("named_age", language, name=name, **age) if first and age else name
    if not age:
        return form("young" if person.minor else "person", language)
    kind = "minor" if person.minor else "adult"
    return form(kind if first else f"the_{kind}", language, **age)


def _clause(
    material: Material, same: Sequence[Claim], pattern: str, language: str, first: bool
) -> tuple[str, str]:
    claim = same[0]
    value, quoted = shown(material, claim, language)
    when = claim.fact.value.time or claim.fact.event_time
    if when is None:
        pattern = EMPTY_SLOT.sub("", pattern)
    who = [_called(one, language, first) for one in whom(material, same)]
    who[-1:] = [part.rstrip(",") for part in who[-1:]]
    text = wording.fill(
        pattern,
        # Spanish repeats its "a" before every person.
        who=listed(who, language, "a " if "a {who}" in pattern and language == "es" else ""),
        value=value,
        when=moments.said(when, language, material.zone, material.as_of),
        asof=moments.brief(known_on(claim), language, material.zone, material.as_of),
    )
    return text, quoted


def known_on(record: Recorded[object]) -> datetime:
    """The moment a statement speaks of, at its latest; else when it was recorded."""
    time = getattr(record.fact, "event_time", None)
    return (time and (time.latest or time.earliest)) or record.at


def shown(material: Material, claim: Claim, language: str) -> tuple[str, str]:
    """A value for a reader, and the language of the words quoted in it ("" for none)."""
    value, predicate = claim.fact.value, predicates.PREDICATES[claim.fact.predicate]
    if value.kind is ValueKind.TEXT:
        return _quoted(value, claim.fact.quotes, language)
    if value.time is not None:
        return moments.said(value.time, language, material.zone, material.as_of), ""
    if value.age is not None:
        return wording.years(value.age.years, language), ""
    if value.term is not None and predicate.vocabulary:
        return _small(vocabularies.term(predicate.vocabulary, value.term, language)), ""
    return predicates.written(value), ""


def _quoted(value: Value, quotes: Sequence[Quote], language: str) -> tuple[str, str]:
    words = value.text or ""
    holding = next((quote for quote in quotes if words in quote.text), None)
    chosen = words if holding else next((quote.text for quote in quotes), words)
    tongue = (holding or quotes[0]).lang if quotes else ""
    return form("open_quote", language) + chosen.strip().rstrip(".") + form("close_quote", language), tongue


def _small(label: str) -> str:
    return label if ACRONYM.match(label[1:2]) else label[:1].lower() + label[1:]


def _hedged(claim: Claim, text: str, language: str) -> str:
    if claim.fact.polarity is Polarity.DENIED:
        text = form("denied", language, clause=text)
    if claim.fact.certainty is not Certainty.CERTAIN:
        text = form(claim.fact.certainty.value, language, clause=text)
    return text


def attributed(chain: Sequence[Speaker], claim: Claim, clause: str, language: str) -> str:
    """Nearest and originator in the text itself (R-04); the whole chain stands one click away."""
    stated = [speaker for speaker in chain if speaker.code != UNKNOWN] or list(chain)
    near, origin = stated[0], stated[-1]
    if near == origin:
        if chain[-1] == near:
            return form("alone", language, near=near.by(language), clause=clause)
        return form(
            "citing", language, near=near.by(language), citing=chain[-1].citing(language), clause=clause
        )
    if near.code in OURS and claim.fact.chain[0].basis == "was_told":
        slots = {"origin": origin.by(language), "near": near.who(language), "citing": near.citing(language)}
        return form("relayed", language, clause=clause, **slots)
    return form("citing", language, near=near.by(language), citing=origin.citing(language), clause=clause)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
