# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a draft to the claim that a person makes of it: what it may say of whom, and the chain it came through.

A person chooses; this only turns choices and the page's words into typed values. Nothing is guessed silently.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.casefile import facts as said
from tocsin.casefile.facts import predicates
from tocsin.casefile.facts.predicates import PREDICATES, Predicate, Subject
from tocsin.monitoring.facts import DraftProposed
from tocsin.values import ages, names, quantities, vocabularies
from tocsin.values.places import PlaceExpr
from tocsin.values.times import TimeExpr
from tocsin.vault.refusals import Refusal

NOBODY = ("", "not stated", said.NOT_STATED)
_FITTING: dict[str, tuple[str, ...]] = {
    "person": ("name",),
    "same_person": ("name",),
    "age": ("age",),
    "time": ("time", "start", "end", "taken", "arrival_time", "call_time"),
    "act": ("act",),
    "place": ("place", "dwelling_kind", "held_at"),
    "observation": ("scene", "call_content", "condition"),
    "says": (
        "call_content", "scene", "stated_reason", "accusation", "act", "dwelling_kind", "taken_by",
        "detention_status", "official_position", "investigation", "number_affected", "vehicle", "help_given",
    ),
}  # fmt: skip


def choices(draft: DraftProposed, language: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Groups of "predicate" or "predicate:term" a draft of this kind may become, the likeliest first."""
    for name in _FITTING.get(draft.kind, tuple(PREDICATES)):
        predicate = PREDICATES[name]
        group = [] if predicate.vocabulary else [(name, predicate.label(language))]
        if predicate.vocabulary:
            terms = vocabularies.choices(predicate.vocabulary, language)
            group = [(f"{name}:{code}", label) for code, label in terms]
        yield predicate.label(language), group


def likeliest(draft: DraftProposed) -> str:
    """What a draft most plainly says, for the form to begin with."""
    if draft.kind == "act" and vocabularies.has("act_type", str(draft.value.get("act"))):
        return f"act:{draft.value['act']}"
    dwelling = str(draft.value.get("dwelling") or "")
    if draft.kind == "place" and vocabularies.has("dwelling_kind", dwelling):
        return f"dwelling_kind:{dwelling}"
    # What somebody says may be anything: a person chooses, or the first choice would often be wrong.
    return "" if draft.kind == "says" else _FITTING.get(draft.kind, ("",))[0]


def subject_of(says: str) -> Subject:
    """Of whom this may be said. Raises Refusal for what is no choice."""
    return _predicate(says)[0].subject


def value(draft: DraftProposed, says: str, words: str, published: TimeExpr | None) -> said.Value:
    """The typed value of the claim; ``words`` are the draft's, as a person left or corrected them."""
    predicate, term = _predicate(says)
    if term:
        return said.a_term(term)
    if not words.strip():
        raise Refusal("Nothing is said.", "A claim needs its words.", "Write what the page says.")
    match predicate.kinds[0]:
        case said.ValueKind.NAME:
            return said.a_name(names.read(words))
        case said.ValueKind.AGE:
            return said.an_age(_age(words, published))
        case said.ValueKind.TIME:
            return said.a_time(_time(draft, words))
        case said.ValueKind.PLACE:
            return said.a_place(PlaceExpr(words, str(draft.value.get("precision") or "unknown")))
        case said.ValueKind.QUANTITY:
            return said.a_quantity(quantities.QuantityExpr(words))
        case _:
            return said.a_text(words)


def chain(draft: DraftProposed, originator: str) -> Sequence[said.Attribution]:
    """Carrier first, originator last; a corrected originator replaces the one that was read."""
    links = list(draft.chain) or [said.NOT_STATED]
    if originator.strip() and originator.strip() != links[-1]:
        links = [*links[:1], originator.strip()]
    made = [said.Attribution(speaker, "was_told") for speaker in links]
    basis = str(draft.value.get("basis") or "not_stated")
    utterance = str(draft.value.get("utterance") or "say")
    last = said.UNSTATED if links[-1].lower() in NOBODY else replace(made[-1], basis=basis)
    if last.stated:
        last = replace(last, utterance=utterance, verb=draft.cue or "")
    return [*made[:-1], last]


def polarity(draft: DraftProposed) -> said.Polarity:
    return said.Polarity.DENIED if draft.value.get("denied") else said.Polarity.ASSERTED


def _predicate(says: str) -> tuple[Predicate, str]:
    name, _, term = says.partition(":")
    predicate = predicates.PREDICATES.get(name)
    if predicate is None or (term and not vocabularies.has(predicate.vocabulary or "", term)):
        raise Refusal("This is nothing that can be said here.", "", "Choose what the page says.")
    return predicate, term


def _time(draft: DraftProposed, words: str) -> TimeExpr:
    if draft.time is None or words.strip() != draft.text.strip():
        raise Refusal(
            "The time was changed by hand.",
            "Only the page's own words keep their place in it.",
            "Add a claim with another time on the case's own page.",
        )
    return draft.time


def _age(words: str, published: TimeExpr | None) -> ages.AgeExpr:
    try:
        return ages.read(words, published)
    except ages.AgeUnreadable:
        raise Refusal(f"“{words}” is no age.", "Nothing was written.", "Write it in figures: 17.") from None
