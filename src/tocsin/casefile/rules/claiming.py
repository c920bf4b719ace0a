# SPDX-License-Identifier: AGPL-3.0-or-later
"""Claims: who says what, in which words, through whom; taking one back; weighing one account.

Whoever records a claim confirms that the source says it. Whether it is so is an assessment, kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.casefile.facts import AssessmentWritten, ClaimRecorded, ClaimRetracted, predicates
from tocsin.casefile.facts.parts import Attribution, Certainty, Polarity, Quote, Relation, Sensitivity, Value
from tocsin.casefile.facts.predicates import PREDICATES, Predicate, Subject
from tocsin.casefile.picture import chains
from tocsin.casefile.picture.case import CasePicture
from tocsin.casefile.rules.checks import known_claim, known_person, known_term, new, writable
from tocsin.values.times import TimeExpr
from tocsin.vault.refusals import Refusal

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CONFIRMED = "1"


def claim(
    picture: CasePicture,
    *,
    id: str,
    subject: str,
    predicate: str,
    value: Value,
    chain: Sequence[Attribution],
    carrier: str,
    quote: str,
    language: str,
    event_time: TimeExpr | None = None,
    until: TimeExpr | None = None,
    start: int | None = None,
    end: int | None = None,
    polarity: Polarity = Polarity.ASSERTED,
    certainty: Certainty = Certainty.CERTAIN,
    sensitivity: Sensitivity | None = None,
    relations: Sequence[Relation] = (),
    extracted_by: str | None = None,
) -> tuple[ClaimRecorded]:
    """Somebody says something: whoever calls this confirms that the carrier says it, not that it is true."""
    writable(picture)
    new(picture.claims, id)
    said = _predicate(picture, subject, predicate, value)
    if carrier not in picture.sources:
        raise Refusal(
            "The source is not in this case.", "A claim needs what carries it.", "Record the source first."
        )
    for relation in relations:
        known_term("claim_relation", relation.relation)
    return (
        ClaimRecorded(
            claim=id,
            subject=subject,
            predicate=predicate,
            value=_dated(value, event_time or picture.sources[carrier].fact.published),
            chain=_chain(chain),
            carrier=carrier,
            quotes=(_quote(quote, language, start, end),),
            event_time=event_time,
            until=until,
            polarity=polarity,
            certainty=certainty,
            sensitivity=said.sensitivity if sensitivity is None else sensitivity,
            relations=tuple(relations),
            extracted_by=extracted_by,
        ),
    )


def _predicate(picture: CasePicture, subject: str, name: str, value: Value) -> Predicate:
    found = PREDICATES.get(name)
    if found is None:
        # Orientation, health records and religion need a key of their own, which no log has yet.
        raise Refusal(
            f"There is no {name!r} to be said of anybody.",
            "Only what the list names can be compared and protected.",
            "Choose from the list.",
        )
    known = picture.people if found.subject is Subject.PERSON else picture.incidents
    if subject not in known:
        raise Refusal(
            f"This is said of a {found.subject}, and no such {found.subject} is in the case.",
            "A claim about nobody could never be found again.",
            f"Choose or add the {found.subject} first.",
        )
    if not found.takes(value):
        raise Refusal(
            f"{predicates.written(value)!r} does not fit {found.label('en')!r}.",
            "A value of the wrong kind could not be compared with others.",
            "Choose another value or another line.",
        )
    if value.person is not None:
        known_person(picture, value.person)
    return found


def _dated(value: Value, when: TimeExpr | None) -> Value:
    # An age is true at a time: what the claim speaks of, else the day its carrier was published.
    if value.age is not None and value.age.when is None and when is not None:
        return replace(value, age=replace(value.age, when=when))
    return value


def _chain(chain: Sequence[Attribution]) -> tuple[Attribution, ...]:
    if not chain:
        raise Refusal(
            "Nobody says this.",
            "Every statement keeps who said it to whom, from us to whoever knew.",
            "Name the speaker, or choose “not stated”.",
        )
    for link in chain:
        known_term("basis", link.basis)
        known_term("utterance_class", link.utterance)
        if not link.speaker.strip():
            raise Refusal(
                "A link of the chain has no speaker.", "", "Name the speaker, or choose “not stated”."
            )
    if any(not link.stated for link in chain[:-1]):
        raise Refusal(
            "“Not stated” can only end a chain.", "Nobody can have told us after nobody.", "Move it last."
        )
    return chains.closed(chain)


def _quote(text: str, language: str, start: int | None, end: int | None) -> Quote:
    if not text.strip():
        raise Refusal(
            "There are no words.", "A claim rests on what exactly was said.", "Copy their words as they are."
        )
    if not _LANGUAGE.fullmatch(language):
        raise Refusal(
            f"{language!r} is no language.", "A reader needs to know it.", "Choose the words' language."
        )
    return Quote(text, language, start, end)


def retract(
    picture: CasePicture, *, claim: str, state: str, reason: str, replaced_by: str | None = None
) -> tuple[ClaimRetracted]:
    """Take a claim out of all new outputs; it stays in the file with the reason."""
    writable(picture)
    known_claim(picture, claim)
    if replaced_by is not None:
        known_claim(picture, replaced_by)
    known_term("claim_state", state)
    if state in ("draft", "attributed"):
        raise Refusal(f"{state!r} takes nothing back.", "", "Choose why it is withdrawn.")
    if not reason.strip():
        raise Refusal("There is no reason.", "A withdrawal without one looks like tampering.", "Write why.")
    return (ClaimRetracted(claim, state, reason, replaced_by),)


def assess(
    picture: CasePicture,
    *,
    id: str,
    claims: Sequence[str],
    credibility: str,
    reasons: str,
    supersedes: str | None = None,
) -> tuple[AssessmentWritten]:
    """What we think of one account. "Confirmed" needs two originators (T9); all accounts stay visible."""
    writable(picture)
    new(picture.assessments, id)
    known_term("information_credibility", credibility)
    stated = [known_claim(picture, each) for each in dict.fromkeys(claims)]
    if not stated:
        raise Refusal("No account was chosen.", "", "Choose the claims this is about.")
    if len({(one.subject, one.predicate, one.polarity, *predicates.key(one.value)) for one in stated}) > 1:
        raise Refusal(
            "These claims differ.", "An assessment speaks of one account.", "Write one for each account."
        )
    if not reasons.strip():
        raise Refusal("There are no reasons.", "A grade alone convinces nobody.", "Write what it rests on.")
    counted = len(chains.independent_originators(stated))
    if credibility == _CONFIRMED and counted < 2:
        raise Refusal(
            f"Not confirmed: {counted} independent originator.",
            "Repeats of one voice are one voice, however many papers print it.",
            "Find a second originator, or choose “probably true”.",
        )
    return (
        AssessmentWritten(id, tuple(one.claim for one in stated), credibility, reasons, counted, supersedes),
    )
