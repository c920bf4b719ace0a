# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sources of one case: what was read, which drafts wait, what became of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from tocsin.monitoring import facts
from tocsin.vault.kinds import Recorded

Decision = Recorded[facts.DraftAccepted] | Recorded[facts.DraftRejected]


class State(StrEnum):
    """What became of a draft."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Source:
    """One archived page. ``read`` is its latest derivation; decisions speak of that one's drafts."""

    archived: Recorded[facts.SourceArchived]
    read: Recorded[facts.SourceRead] | None = None
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()

    @property
    def drafts(self) -> tuple[facts.DraftProposed, ...]:
        return self.read.fact.drafts if self.read else ()

    @property
    def waiting(self) -> tuple[int, ...]:
        """The numbers of the drafts that nobody has decided, in the order of the page."""
        return tuple(number for number in range(len(self.drafts)) if number not in self.decisions)

    def state(self, draft: int) -> State:
        decided = self.decisions.get(draft)
        if decided is None:
            return State.WAITING
        return State.ACCEPTED if isinstance(decided.fact, facts.DraftAccepted) else State.REJECTED


Sources = Mapping[str, Source]


class SourcesFold:
    """Draws the sources of a case from its log; what speaks of an absent source is left for later."""

    def empty(self) -> Sources:
        return {}

    def step(self, state: Sources, entry: Recorded[Any]) -> Sources:
        fact = entry.fact
        if isinstance(fact, facts.SourceArchived):
            return {**state, fact.source: Source(entry)} if fact.source not in state else state
        source = state.get(getattr(fact, "source", ""))
        if source is None or not isinstance(fact, facts.KINDS):
            return state
        return {**state, source.archived.fact.source: _stepped(source, entry)}


def _stepped(source: Source, entry: Recorded[Any]) -> Source:
    match entry.fact:
        case facts.SourceRead():
            return replace(source, read=entry, decisions={})
        case facts.DraftAccepted(draft=draft) | facts.DraftRejected(draft=draft):
            return replace(source, decisions={**source.decisions, draft: entry})
        case facts.DraftReopened(draft=draft):
            left = {number: each for number, each in source.decisions.items() if number != draft}
            return replace(source, decisions=left)
        case facts.LineKept(start=start):
            return replace(source, kept=source.kept | {start})
        case _:
            return source
