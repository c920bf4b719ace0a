# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reaching people and authorities: attempts to visit, questions asked, what runs out and what became of it.

"They did not reply" and "nobody asked" are told apart because both leave a record, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tocsin.casefile.facts import (
    NOBODY_KNOWN,
    Answer,
    ClockSettled,
    DeadlineDone,
    DeadlineNoted,
    Official,
    Outcome,
    QuestionAnswered,
    QuestionAsked,
    VisitAttempted,
)
from tocsin.casefile.facts.parts import Quote
from tocsin.casefile.packs import rules_for
from tocsin.casefile.picture.case import CasePicture
from tocsin.casefile.rules.checks import known_person, known_term, new, not_in_future, writable
from tocsin.values.places import PlaceExpr
from tocsin.values.times import TimeExpr
from tocsin.vault.refusals import Refusal


def attempt_visit(
    picture: CasePicture,
    *,
    id: str,
    people: Sequence[str],
    lawyer: str,
    place: PlaceExpr,
    arrived: TimeExpr,
    outcomes: Sequence[str],
    now: datetime,
    words: Sequence[Quote] = (),
    left: TimeExpr | None = None,
    asked: str = "",
    answered_by: Official = NOBODY_KNOWN,
    documents_shown: Sequence[str] = (),
    others_present: str = "",
    refusal_in_writing: bool | None = None,
    condition_seen: str = "",
    next_step: str = "",
) -> tuple[VisitAttempted]:
    """One attempt of a lawyer to reach somebody. Whom, when and how it ended are needed."""
    writable(picture)
    new(picture.visits, id)
    if not people:
        raise Refusal(
            "Nobody was chosen.", "An attempt is to reach somebody.", "Choose whom you wanted to see."
        )
    for person in people:
        known_person(picture, person)
    if not outcomes:
        raise Refusal(
            "How it ended is missing.", "The hours without a lawyer hang on it.", "Choose the outcome."
        )
    for outcome in outcomes:
        known_term("counsel_access", outcome)
    not_in_future(arrived, now)
    return (
        VisitAttempted(
            id,
            tuple(people),
            lawyer,
            place,
            arrived,
            tuple(dict.fromkeys(outcomes)),
            tuple(quote for quote in words if quote.text.strip()),
            left,
            asked,
            answered_by,
            tuple(documents_shown),
            others_present,
            refusal_in_writing,
            condition_seen,
            next_step,
        ),
    )


def ask(
    picture: CasePicture,
    *,
    id: str,
    about: Sequence[str],
    asked_of: str,
    asked_at: TimeExpr,
    words: str,
    now: datetime,
    channel: str = "",
    answer: Answer = Answer.WAITING,
    reply: Quote | None = None,
) -> tuple[QuestionAsked]:
    """A question was put to somebody, answered or not."""
    writable(picture)
    new(picture.questions, id)
    if not asked_of.strip() or not words.strip():
        raise Refusal(
            "Whom you asked or what is missing.", "No reply to nothing proves nothing.", "Write both."
        )
    for person in about:
        known_person(picture, person)
    not_in_future(asked_at, now)
    _has_reply(answer, reply)
    return (QuestionAsked(id, tuple(about), asked_of, asked_at, words, channel, answer, reply),)


def _has_reply(answer: Answer, reply: Quote | None) -> None:
    if answer is Answer.ANSWERED and (reply is None or not reply.text.strip()):
        raise Refusal(
            "The answer has no words.", "What they said matters exactly.", "Write it as it was said."
        )


def answer_came(
    picture: CasePicture,
    *,
    question: str,
    answer: Answer,
    answered_at: TimeExpr,
    now: datetime,
    reply: Quote | None = None,
) -> tuple[QuestionAnswered]:
    """Something came back to a question, or its time ran out."""
    writable(picture)
    if question not in picture.questions:
        raise Refusal("This question is not in the case.", "", "Record the question first.")
    if answer is Answer.WAITING:
        raise Refusal("Waiting is no answer.", "The question waits by itself.", "Choose what came back.")
    not_in_future(answered_at, now)
    _has_reply(answer, reply)
    return (QuestionAnswered(question, answer, answered_at, reply),)


def settle_clock(
    picture: CasePicture, *, rule: str, people: Sequence[str], outcome: Outcome, reason: str
) -> tuple[ClockSettled]:
    """Decide that a legal clock was met or does not apply."""
    writable(picture)
    known = {each.id for each in rules_for(picture.opened.fact.jurisdictions if picture.opened else ())}
    if rule not in known:
        raise Refusal("No such clock runs in this case.", "", "Choose one from the list.")
    if not people or not reason.strip():
        raise Refusal(
            "A decision needs whom it is about and why.", "", "Choose the people and write the reason."
        )
    for person in people:
        known_person(picture, person)
    return (ClockSettled(rule, tuple(people), outcome, reason),)


def note_deadline(
    picture: CasePicture, *, id: str, what: str, due: TimeExpr, according_to: str
) -> tuple[DeadlineNoted]:
    """Something runs out by itself, as somebody told us."""
    writable(picture)
    new(picture.deadlines, id)
    if not what.strip() or not according_to.strip():
        raise Refusal("What runs out or who says so is missing.", "", "Write both.")
    return (DeadlineNoted(id, what.strip(), due, according_to.strip()),)


def deadline_done(picture: CasePicture, *, id: str, how: str, now: datetime) -> tuple[DeadlineDone]:
    """A noted deadline needs nothing more."""
    writable(picture)
    if id not in picture.deadlines:
        raise Refusal("This is not in the case.", "", "Go back and look.")
    return (DeadlineDone(id, how.strip(), now),)
