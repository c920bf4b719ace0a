# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be written in a case's log. Members alone sign it, and every kind stands in a case log only.

Ids inside facts are random and made by the caller, so that facts of one batch can speak of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tocsin.casefile.facts.parts import Attribution, Certainty, Polarity, Quote, Relation, Sensitivity, Value
from tocsin.values.places import PlaceExpr
from tocsin.values.times import TimeExpr
from tocsin.vault.files import SealedFile
from tocsin.vault.kinds import LogClass, fact


@fact("case.opened/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A case begins. ``title`` is neutral and names nobody; ``alarm_log`` is the alarm it grew out of."""

    code: str
    title: str
    lead: str
    jurisdictions: tuple[str, ...] = ()
    alarm_log: str | None = None
    alarm_code: str | None = None
    circle: str = ""


@fact("person.added/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class PersonAdded:
    """Somebody belongs to the case. Names and ages are claims; ``label`` stands where no name may."""

    person: str
    role: str
    label: str


@fact("incident.recorded/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class IncidentRecorded:
    """Something happened, in neutral words; when, where and by whom are claims about it."""

    incident: str
    title: str
    people: tuple[str, ...] = ()


@fact("source.recorded/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class SourceRecorded:
    """A thing that carries words: an article, a call, a note, a photograph.

    ``files`` are sealed for this case's log; ``original`` names bytes that another log keeps.
    """

    source: str
    evidence_kind: str
    title: str
    author: str = ""
    publisher: str = ""
    published: TimeExpr | None = None
    language: str = ""
    url: str = ""
    original: str | None = None
    files: tuple[SealedFile, ...] = ()


@fact("claim.recorded/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class ClaimRecorded:
    """A person confirmed that this source says this; whether it is true is another matter (an assessment).

    ``chain`` runs from us to whoever knew. ``until`` closes a stretch of time that the source itself closes.
    ``extracted_by`` names the tool that proposed it, if one did.
    """

    claim: str
    subject: str
    predicate: str
    value: Value
    chain: tuple[Attribution, ...]
    carrier: str
    quotes: tuple[Quote, ...]
    event_time: TimeExpr | None = None
    until: TimeExpr | None = None
    polarity: Polarity = Polarity.ASSERTED
    certainty: Certainty = Certainty.CERTAIN
    sensitivity: Sensitivity = Sensitivity.NONE
    relations: tuple[Relation, ...] = ()
    extracted_by: str | None = None


@fact("claim.retracted/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class ClaimRetracted:
    """A claim leaves all new outputs and stays in the file; ``state`` is V claim_state."""

    claim: str
    state: str
    reason: str
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Official:
    """Whoever answered at the counter, as far as they could be told apart."""

    name: str = ""
    rank: str = ""
    badge: str = ""
    described: str = ""


NOBODY_KNOWN = Official()


@fact("visit.attempted/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class VisitAttempted:
    """One attempt of a lawyer to reach people who are held. ``outcomes`` are V counsel_access, one or more.

    None for a yes-or-no field means that nobody wrote it down, which is not a no.
    """

    visit: str
    people: tuple[str, ...]
    lawyer: str
    place: PlaceExpr
    arrived: TimeExpr
    outcomes: tuple[str, ...]
    words: tuple[Quote, ...] = ()
    left: TimeExpr | None = None
    asked: str = ""
    answered_by: Official = NOBODY_KNOWN
    documents_shown: tuple[str, ...] = ()
    others_present: str = ""
    refusal_in_writing: bool | None = None
    condition_seen: str = ""
    next_step: str = ""


class Answer(StrEnum):
    """What came back to a question. Nobody asked, no answer and a refusal are three different things."""

    WAITING = "waiting"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    ANSWERED = "answered"


@fact("question.asked/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """We asked somebody something, so that "they did not reply" has a record behind it."""

    question: str
    about: tuple[str, ...]
    asked_of: str
    asked_at: TimeExpr
    words: str
    channel: str = ""
    answer: Answer = Answer.WAITING
    reply: Quote | None = None


@fact("question.answered/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """What came back later, or that nothing did by then."""

    question: str
    answer: Answer
    answered_at: TimeExpr
    reply: Quote | None = None


@fact("assessment.written/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class AssessmentWritten:
    """What we think of one account, with reasons. ``originators`` was counted by the program then."""

    assessment: str
    claims: tuple[str, ...]
    credibility: str
    reasons: str
    originators: int
    supersedes: str | None = None


class Outcome(StrEnum):
    """What became of a legal clock."""

    MET = "met"
    NOT_APPLICABLE = "not_applicable"


@fact("clock.settled/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class ClockSettled:
    """A person decided that a legal clock was met or does not apply, and why; claims may support it."""

    rule: str
    people: tuple[str, ...]
    outcome: Outcome
    reason: str
    claims: tuple[str, ...] = ()


@fact("deadline.noted/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class DeadlineNoted:
    """Something other than the law runs out: a camera overwrites, an office closes."""

    deadline: str
    what: str
    due: TimeExpr
    according_to: str


@fact("deadline.done/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True)
class DeadlineDone:
    """A noted deadline needs nothing more."""

    deadline: str
    how: str
    done_at: datetime
