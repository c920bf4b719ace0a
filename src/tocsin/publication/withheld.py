# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything in a case that must not leave, for the leak test: gathered from the whole log, taken-back
claims included.

The list is never stored and never shown as such; it is made anew for each test.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import tzinfo
from typing import Any

import msgspec

from tocsin.casefile.facts import ClaimRecorded
from tocsin.publication import moments
from tocsin.publication.composition.material import FINE, Material
from tocsin.publication.composition.speakers import NAMED, key_of
from tocsin.publication.leaks.search import Secret, SecretKind
from tocsin.publication.wording import LANGUAGES
from tocsin.values.names_folding import words
from tocsin.vault.kinds import Recorded

TELEPHONE = re.compile(r"(?<![\w.,:-])\+?\d(?:[ ().\-]{0,2}\d){8,14}(?![\w:])")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
REASONS = {"affected": "no_consent", "relative": "relatives", "counsel": "staff", "coordinator": "staff"}
HASH = re.compile(r"[0-9a-f]{32,}")
LONGEST_NAME = 3
ARTICLES = (("the",), ("la",), ("el",))  # newspapers write "the Pereprava Network"


def secrets(
    material: Material, log: Iterable[Recorded[Any]], *, staff: Collection[str], public: Collection[str]
) -> tuple[Secret, ...]:
    """What the leak test seeks. ``staff`` are names and callsigns; ``public`` are strings meant to be
    published.
    """
    found = [
        *_people(material),
        *(Secret(name, SecretKind.NAME, "staff") for name in staff),
        *_places(material),
        *_births(material, material.zone),
        *_speakers(material),
        *_contacts(log),
    ]
    kept = (secret for secret in found if secret.text.strip() and not _spared(secret, public))
    return tuple(dict.fromkeys(kept))


def _claims(material: Material, *predicates: str) -> Iterator[ClaimRecorded]:
    return (one.fact for one in material.picture.claims.values() if one.fact.predicate in predicates)


def _reason(material: Material, person: str) -> str:
    someone = material.people.get(person)
    if someone is not None and someone.minor:
        return "minor"
    added = material.picture.people.get(person)
    return REASONS.get(added.fact.role if added else "", "source_protection")


def _hidden(material: Material, person: str) -> bool:
    someone = material.people.get(person)
    return someone is None or not someone.names


def _people(material: Material) -> Iterator[Secret]:
    for claim in _claims(material, "name"):
        if claim.value.name and _hidden(material, claim.subject):
            yield Secret(claim.value.name.full, SecretKind.NAME, _reason(material, claim.subject))


def _places(material: Material) -> Iterator[Secret]:
    for claim in (one.fact for one in material.picture.claims.values()):
        place = claim.value.place
        if place and (place.restricted or (claim.predicate == "place" and place.precision in FINE)):
            for text in (place.text, *(quote.text for quote in claim.quotes if len(words(quote.text)) < 8)):
                yield Secret(text, SecretKind.ADDRESS, "location")


def _births(material: Material, zone: tzinfo) -> Iterator[Secret]:
    for claim in _claims(material, "birth_date"):
        time = claim.value.time
        if not (time and time.earliest and _hidden(material, claim.subject)):
            continue
        day = time.earliest.astimezone(zone)
        spelled = [moments.day(day, language) for language in LANGUAGES]
        for text in (f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day:%d/%m/%Y}", *spelled):
            yield Secret(text, SecretKind.EXACT, _reason(material, claim.subject))


def _speakers(material: Material) -> Iterator[Secret]:
    for claim in (one.fact for one in material.picture.claims.values()):
        for link in claim.chain:
            called = material.speakers.get(key_of(link))
            if not link.stated or link.speaker_id or (called and called.code == NAMED):
                continue
            # A name written as a name is sought word by word; "a neighbour" only as a phrase.
            yield Secret(
                link.speaker,
                SecretKind.NAME if _is_name(link.speaker) else SecretKind.ADDRESS,
                "source_protection",
            )


def _is_name(text: str) -> bool:
    parts = text.split()
    return len(parts) <= LONGEST_NAME and all(part[:1].isupper() and part.isalpha() for part in parts)


def _contacts(log: Iterable[Recorded[Any]]) -> Iterator[Secret]:
    for entry in log:
        for text in _strings(msgspec.to_builtins(entry.fact)):
            if HASH.fullmatch(text):
                continue
            for match in TELEPHONE.finditer(text):
                yield Secret(match.group(), SecretKind.NUMBER, "source_protection")
            for match in MAIL.finditer(text):
                yield Secret(match.group(), SecretKind.EXACT, "source_protection")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strings(item)


def _spared(secret: Secret, public: Collection[str]) -> bool:
    """The number to call and our own name stand on every page; as a source, too, we are no secret."""
    if secret.kind is SecretKind.NUMBER:
        return _digits(secret.text) in {_digits(text) for text in public}
    spoken = words(secret.text)
    return secret.reason == "source_protection" and any(
        spoken in (ours, (*article, *ours)) for ours in map(words, public) if ours for article in ARTICLES
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
