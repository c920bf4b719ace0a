# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case as its log tells it: every person, source, claim, visit and question by id, nothing concluded.

A step only files an entry under its id, so entries may arrive in any order, a reference to something absent
is "not here yet", and drawing again from the start gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tocsin.casefile import facts
from tocsin.casefile.facts import ClaimRecorded
from tocsin.vault.ids import EntryId, LogId, MemberId
from tocsin.vault.kinds import Recorded, Signer, Unknown

Claim = Recorded[ClaimRecorded]


@dataclass(frozen=True, slots=True)
class CasePicture:
    """Read-only. All mappings keep the order in which their first entry was folded."""

    opened: Recorded[facts.CaseOpened] | None = None
    people: Mapping[str, Recorded[facts.PersonAdded]] = field(default_factory=dict)
    incidents: Mapping[str, Recorded[facts.IncidentRecorded]] = field(default_factory=dict)
    sources: Mapping[str, Recorded[facts.SourceRecorded]] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    claims_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    retractions: Mapping[str, Recorded[facts.ClaimRetracted]] = field(default_factory=dict)
    visits: Mapping[str, Recorded[facts.VisitAttempted]] = field(default_factory=dict)
    questions: Mapping[str, Recorded[facts.QuestionAsked]] = field(default_factory=dict)
    answers: Mapping[str, Recorded[facts.QuestionAnswered]] = field(default_factory=dict)
    assessments: Mapping[str, Recorded[facts.AssessmentWritten]] = field(default_factory=dict)
    settled: Mapping[str, Recorded[facts.ClockSettled]] = field(default_factory=dict)
    deadlines: Mapping[str, Recorded[facts.DeadlineNoted]] = field(default_factory=dict)
    done: Mapping[str, Recorded[facts.DeadlineDone]] = field(default_factory=dict)
    newer_kinds: frozenset[str] = frozenset()
    entries: int = 0
    last: datetime | None = None

    @property
    def code(self) -> str:
        """The public code; empty until the opening entry is here."""
        return self.opened.fact.code if self.opened else ""

    @property
    def read_only(self) -> bool:
        """A kind from a newer Tocsin is in this log: it is shown, and nothing is written on top of it."""
        return bool(self.newer_kinds)

    def live(self) -> list[Claim]:
        """The claims that outputs may use, in the order they were recorded."""
        return [claim for key, claim in self.claims.items() if key not in self.retractions]

    def about(self, subject: str, *predicates: str) -> list[Claim]:
        """The live claims on one subject, of some predicates or of all."""
        keys = (key for key in self.claims_on.get(subject, ()) if key not in self.retractions)
        found = [self.claims[key] for key in keys]
        return [claim for claim in found if claim.fact.predicate in predicates] if predicates else found


# Fact class -> the mapping it is filed in, and its id there. A later entry replaces an earlier one only where
# the newest word counts (an answer, a settlement); elsewhere a doubled id keeps the first.
_FILED: dict[type, tuple[str, str, bool]] = {
    facts.PersonAdded: ("people", "person", False),
    facts.IncidentRecorded: ("incidents", "incident", False),
    facts.SourceRecorded: ("sources", "source", False),
    facts.ClaimRecorded: ("claims", "claim", False),
    facts.ClaimRetracted: ("retractions", "claim", True),
    facts.VisitAttempted: ("visits", "visit", False),
    facts.QuestionAsked: ("questions", "question", False),
    facts.QuestionAnswered: ("answers", "question", True),
    facts.AssessmentWritten: ("assessments", "assessment", False),
    facts.DeadlineNoted: ("deadlines", "deadline", False),
    facts.DeadlineDone: ("done", "deadline", True),
}


class CaseFold:
    """How a case's picture is drawn from its log."""

    def empty(self) -> CasePicture:
        return CasePicture()

    def step(self, state: CasePicture, entry: Recorded[Any]) -> CasePicture:
        last = entry.at if state.last is None else max(state.last, entry.at)
        counted = replace(state, entries=state.entries + 1, last=last)
        return _filed(counted, entry)


def _filed(state: CasePicture, entry: Recorded[Any]) -> CasePicture:
    value = entry.fact
    if isinstance(value, facts.CaseOpened):
        return state if state.opened else replace(state, opened=entry)
    if isinstance(value, Unknown):
        return replace(state, newer_kinds=state.newer_kinds | {value.kind})
    if isinstance(value, facts.ClockSettled):
        each = {f"{value.rule} {person}": entry for person in value.people}
        return replace(state, settled={**state.settled, **each})
    place = _FILED.get(type(value))
    if place is None:
        return state  # another chapter's fact in a case log
    mapping, key, newest = place
    return _file(state, mapping, getattr(value, key), entry, newest)


def _file(state: CasePicture, mapping: str, key: str, entry: Recorded[Any], newest: bool) -> CasePicture:
    filed: Mapping[str, Recorded[Any]] = getattr(state, mapping)
    if key in filed and not newest:
        return state
    changed: dict[str, Any] = {mapping: {**filed, key: entry}}
    if mapping == "claims":
        subject = entry.fact.subject
        changed["claims_on"] = {**state.claims_on, subject: (*state.claims_on.get(subject, ()), key)}
    return replace(state, **changed)


def ahead(picture: CasePicture, new: Iterable[object], *, by: MemberId, at: datetime) -> CasePicture:
    """The picture as it will be after facts of the same batch, so that the next rule can build on them."""
    fold, state = CaseFold(), picture
    for number, value in enumerate(new):
        entry = Recorded(EntryId(f"ahead-{number}"), LogId("ahead"), by, Signer.MEMBER, at, 0, value)
        state = fold.step(state, entry)
    return state
