# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be done with a page: archive it, read it, and let a person say of each draft whether it is there.

A yes means "the page says so", never "it is true". The claim itself is made by casefile's rule, in one append.
"""

from __future__ import annotations

from datetime import date

from tocsin.casefile import rules as cases
from tocsin.casefile.facts import ClaimRetracted, SourceRecorded
from tocsin.casefile.picture import CasePicture
from tocsin.monitoring.facts import (
    DraftAccepted,
    DraftProposed,
    DraftRejected,
    DraftReopened,
    LineKept,
    SourceArchived,
    SourceLine,
    SourceRead,
)
from tocsin.monitoring.picture import Source, Sources, State
from tocsin.monitoring.reading import Reading
from tocsin.vault.files import SealedFile
from tocsin.vault.refusals import Refusal


def archive(
    case: CasePicture,
    *,
    id: str,
    file: SealedFile,
    how: str,
    reading: Reading | None,
    title: str,
    url: str = "",
    seen_on: date | None = None,
) -> tuple[SourceArchived | SourceRecorded | SourceRead, ...]:
    """A page comes into the case: its bytes, what it is, and what was read out of it if it could be read."""
    named = (reading.title if reading else None) or title
    recorded = cases.record_source(
        case,
        id=id,
        evidence_kind="news_article",
        title=named,
        author=(reading.byline if reading else None) or "",
        publisher=reading.carrier if reading else "",
        published=reading.published if reading else None,
        language=reading.language if reading else "",
        url=url,
        files=(file,),
    )
    archived = SourceArchived(id, file, how, url, seen_on)
    return (*recorded, archived, *([derivation(id, reading)] if reading else []))


def derivation(source: str, reading: Reading) -> SourceRead:
    """A reading as a fact."""
    lines = [SourceLine(line.start, line.text) for line in (*reading.heads, *reading.body)]
    lines += [
        SourceLine(each.line.start, each.line.text, each.reason or "outside the story")
        for each in reading.dropped
    ]
    drafts = [
        DraftProposed(
            kind=each.kind.value,
            start=each.start,
            end=each.end,
            text=each.text,
            value=dict(each.value),
            cue=each.cue,
            chain=each.chain,
            anchor=each.anchor,
            minor=each.minor,
            time=each.time,
        )
        for each in reading.drafts
    ]
    return SourceRead(
        source,
        reading.extractor,
        reading.language,
        reading.carrier,
        reading.title or "",
        reading.standfirst or "",
        reading.byline or "",
        reading.published,
        tuple(sorted(lines, key=lambda line: line.start)),
        tuple(drafts),
    )


def accept(sources: Sources, source: str, draft: int, claim: str) -> tuple[DraftAccepted]:
    """A person says yes; the caller puts the claim itself into the same batch."""
    _open_draft(sources, source, draft)
    return (DraftAccepted(source, draft, claim),)


def reject(sources: Sources, source: str, draft: int) -> tuple[DraftRejected]:
    """The page does not say this. The draft stays visible, with who said no."""
    _open_draft(sources, source, draft)
    return (DraftRejected(source, draft),)


def reopen(
    case: CasePicture, sources: Sources, source: str, draft: int
) -> tuple[DraftReopened | ClaimRetracted, ...]:
    """Take a decision back; a claim that was made of the draft leaves all new outputs."""
    found = known(sources, source)
    decided = found.decisions.get(draft)
    if decided is None:
        raise Refusal("Nobody has decided this yet.", "There is nothing to take back.")
    reopened = DraftReopened(source, draft)
    if not isinstance(decided.fact, DraftAccepted) or decided.fact.claim in case.retractions:
        return (reopened,)
    reason = "the draft was taken back"
    retracted = cases.retract(case, claim=decided.fact.claim, state="extraction_rejected", reason=reason)
    return (reopened, *retracted)


def keep(sources: Sources, source: str, start: int) -> tuple[LineKept]:
    """A line that was left out belongs to the story after all."""
    found = known(sources, source)
    left_out = {line.start for line in (found.read.fact.lines if found.read else ()) if line.reason}
    if start not in left_out:
        raise Refusal("This line was not left out.", "There is nothing to keep.")
    return (LineKept(source, start),)


def known(sources: Sources, source: str) -> Source:
    """The source itself. Raises Refusal for one that is not in this case."""
    if source not in sources:
        raise Refusal("This page is not in the case.", "", "Go back to the list and choose one.")
    return sources[source]


def _open_draft(sources: Sources, source: str, draft: int) -> None:
    found = known(sources, source)
    if not 0 <= draft < len(found.drafts):
        raise Refusal("There is no such draft.", "The page may have been read again.", "Open the page anew.")
    if found.state(draft) is not State.WAITING:
        raise Refusal(
            "Somebody has decided this already.",
            "What they said stands.",
            "Take it back first if it is wrong.",
        )
