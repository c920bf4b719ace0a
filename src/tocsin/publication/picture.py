# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is proposed in a case, what is published for everyone, and what was withdrawn.

The public record is drawn from the clear log alone: a relay without any key draws the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tocsin.publication.facts import (
    Content,
    PackageExported,
    PublicationApproved,
    PublicationProposed,
    PublicationPublished,
    PublicationWithdrawn,
)
from tocsin.vault.ids import EntryId
from tocsin.vault.kinds import Recorded

Proposal = Recorded[PublicationProposed]
Revision = tuple[str, int]


@dataclass(frozen=True, slots=True)
class CasePublications:
    """A case's proposals in the order they were made, and what became of each. Read-only."""

    proposals: Mapping[EntryId, Proposal] = field(default_factory=dict)
    approvals: Mapping[EntryId, Recorded[PublicationApproved]] = field(default_factory=dict)
    withdrawn: Mapping[Revision, Recorded[PublicationWithdrawn]] = field(default_factory=dict)
    exports: tuple[Recorded[PackageExported], ...] = ()

    @property
    def waiting(self) -> Proposal | None:
        """The newest proposal, unless it is approved already."""
        newest = next(reversed(tuple(self.proposals.values())), None)
        return newest if newest and newest.id not in self.approvals else None

    @property
    def current(self) -> Proposal | None:
        """The newest approved proposal that readers still get."""
        for proposal in reversed(tuple(self.proposals.values())):
            if proposal.id in self.approvals and _revision(proposal.fact.content) not in self.withdrawn:
                return proposal
        return None

    @property
    def next_revision(self) -> int:
        approved = (
            self.proposals[found].fact.content.revision for found in self.approvals if found in self.proposals
        )
        return max(approved, default=0) + 1


class CaseFold:
    """How a case's publications are drawn from its log."""

    def empty(self) -> CasePublications:
        return CasePublications()

    def step(self, state: CasePublications, entry: Recorded[Any]) -> CasePublications:
        match entry.fact:
            case PublicationProposed():
                return replace(state, proposals={**state.proposals, entry.id: entry})
            case PublicationApproved(proposal=proposal):
                # The first approval counts; after a sync there may be two, and nothing is raised here.
                return replace(state, approvals={proposal: entry, **state.approvals})
            case PublicationWithdrawn(code=code, revision=number):
                return replace(state, withdrawn={**state.withdrawn, (code, number): entry})
            case PackageExported():
                return replace(state, exports=(*state.exports, entry))
        return state


@dataclass(frozen=True, slots=True)
class Published:
    """One published revision as readers get it."""

    entry: EntryId
    at: datetime
    content: Content
    sha256: str
    withdrawn: Recorded[PublicationWithdrawn] | None = None

    @property
    def updated(self) -> datetime:
        return max(self.at, self.withdrawn.at) if self.withdrawn else self.at


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """Everything ever published, by code and revision. Read-only."""

    revisions: Mapping[Revision, Published] = field(default_factory=dict)

    def of(self, code: str) -> tuple[Published, ...]:
        """All revisions of a case, newest first."""
        found = [item for (other, _), item in self.revisions.items() if other == code]
        return tuple(sorted(found, key=lambda item: item.content.revision, reverse=True))

    def current(self, code: str) -> Published | None:
        """The newest revision, withdrawn or not: an older text never comes back by itself."""
        return next(iter(self.of(code)), None)

    def cases(self) -> tuple[Published, ...]:
        """The newest revision of every case, newest first."""
        found = [item for code in {code for code, _ in self.revisions} if (item := self.current(code))]
        return tuple(sorted(found, key=lambda item: (item.updated, item.content.code), reverse=True))


class PublicFold:
    """How the public record is drawn from the clear log."""

    def empty(self) -> PublicPicture:
        return PublicPicture()

    def step(self, state: PublicPicture, entry: Recorded[Any]) -> PublicPicture:
        match entry.fact:
            case PublicationPublished(content=content, sha256=digest):
                item = Published(entry.id, entry.at, content, digest)
                # A revision is what was published first under its number; a second one after a sync stays
                # out.
                return replace(state, revisions={_revision(content): item, **state.revisions})
            case PublicationWithdrawn(code=code, revision=number) if (code, number) in state.revisions:
                item = replace(state.revisions[code, number], withdrawn=entry)
                return replace(state, revisions={**state.revisions, (code, number): item})
        return state


def _revision(content: Content) -> Revision:
    return content.code, content.revision
