# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding somebody or some words among the cases a member can open.

Names meet across scripts by their sound; words by how they begin. Sensitive claims are never found (R-15).
The index is not kept: it would be a list of everyone in danger, so each search reads the open pictures anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tocsin.casefile.facts import Sensitivity
from tocsin.casefile.facts.predicates import written
from tocsin.casefile.picture import CasePicture, Claim, names
from tocsin.values.names_folding import Sounds, sounds, words

_LEAST = 2


class Band(StrEnum):
    """How near a hit is."""

    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Found:
    """A person by a spelling, or a claim by its words."""

    code: str
    band: Band
    person: str | None = None
    spelling: str = ""
    claim: str | None = None
    quote: str = ""
    lang: str = ""


def search(pictures: Iterable[CasePicture], query: str) -> list[Found]:
    """People first, likely before possible, then claims; nothing for fewer than two letters."""
    asked = [sounds(word) for word in words(query)]
    if sum(len(each.word) for each in asked) < _LEAST:
        return []
    people: list[Found] = []
    claims: list[Found] = []
    for picture in pictures:
        people += _people(picture, asked)
        claims += _claims(picture, [each.word for each in asked])
    people.sort(key=lambda found: found.band is not Band.LIKELY)
    return people + claims


def _people(picture: CasePicture, asked: Sequence[Sounds]) -> Iterable[Found]:
    for person in picture.people:
        best: Found | None = None
        for name in names(picture, person):
            band = _name_band(asked, [sounds(word) for word in words(name.full)])
            if band and (best is None or band is Band.LIKELY):
                best = Found(picture.code, band, person=person, spelling=name.full)
                if band is Band.LIKELY:
                    break
        if best:
            yield best


def _name_band(asked: Sequence[Sounds], name: Sequence[Sounds]) -> Band | None:
    """Every word asked for begins or sounds like one of the name's words."""
    band = Band.LIKELY
    for wanted in asked:
        near = [wanted.begins(word) or wanted.near(word) for word in name]
        if not any(found is not None and found is not False for found in near):
            if not any(wanted.near(word) is False for word in name):
                return None
            band = Band.POSSIBLE
    return band


def _claims(picture: CasePicture, asked: Sequence[str]) -> Iterable[Found]:
    for claim in picture.live():
        if claim.fact.predicate == "name" or claim.fact.sensitivity is not Sensitivity.NONE:
            continue
        held = _words_of(claim)
        if all(any(word.startswith(wanted) for word in held) for wanted in asked):
            quote = claim.fact.quotes[0]
            yield Found(picture.code, Band.LIKELY, claim=claim.fact.claim, quote=quote.text, lang=quote.lang)


def _words_of(claim: Claim) -> frozenset[str]:
    texts = [written(claim.fact.value), *(quote.text for quote in claim.fact.quotes)]
    return frozenset(word for text in texts for word in words(text))
