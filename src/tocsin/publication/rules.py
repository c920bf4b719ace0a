# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing leaves but what two members approved word for word, that rests on statements and names nobody
withheld.

What the pages showed comes in as findings and leaks; a stop among them is a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from tocsin.casefile.picture import CasePicture
from tocsin.publication import revision
from tocsin.publication.composition.material import Material, is_minor
from tocsin.publication.facts import (
    Called,
    Content,
    Correction,
    Named,
    PackageExported,
    PublicationApproved,
    PublicationProposed,
    PublicationPublished,
    PublicationWithdrawn,
    Worded,
)
from tocsin.publication.leaks import Leak
from tocsin.publication.lints import Finding
from tocsin.publication.picture import CasePublications, Proposal, PublicPicture
from tocsin.values import vocabularies
from tocsin.vault.ids import EntryId, MemberId
from tocsin.vault.refusals import Refusal

GIVEN = frozenset({"person", "person_oral", "prior_directive", "already_public_by_person"})


def name(picture: CasePicture, person: str, basis: str, note: str, material: Material) -> Named:
    """Publish somebody's name: only an adult's, only on their own word (R-13, R-20)."""
    if is_minor(picture, person, material.as_of, material.zone):
        raise Refusal(
            "This person was under 18 when it happened, or may have been.",
            "The name of a minor is not published, whatever others print.",
            "Leave the name out.",
        )
    if basis not in GIVEN or not vocabularies.has("consent_basis", basis):
        raise Refusal(
            "There is no word of their own for this name.",
            "Not asked counts as no, and others cannot give it for them.",
            "Choose how they agreed, or leave the name out.",
        )
    if not note.strip():
        raise Refusal(
            "How they agreed is missing.",
            "Whoever approves must be able to see it.",
            "Write when, to whom and in which words.",
        )
    return Named(person=person, basis=basis, note=note.strip())


def clean(findings: Iterable[Finding], leaks: Iterable[Leak]) -> None:
    """Raises Refusal while a rule stops, or a withheld word stands anywhere in what would leave."""
    sure = [leak for leak in leaks if leak.sure]
    if sure:
        reasons = ", ".join(
            dict.fromkeys(vocabularies.term("redaction_reason", one.reason, "en").lower() for one in sure)
        )
        raise Refusal(
            "Not published: a withheld word stands in it.",
            f"{len(sure)} places are marked ({reasons}). What is published cannot be called back.",
            "Take the marked words out, then propose again.",
        )
    stops = [finding for finding in findings if finding.stops]
    if stops:
        raise Refusal(
            f"Not published: {', '.join(dict.fromkeys(one.rule for one in stops))}.",
            f"{len(stops)} sentences break a rule and are marked.",
            "Word them anew, then propose again.",
        )


def propose(
    publications: CasePublications,
    content: Content,
    *,
    statements: Sequence[EntryId],
    disclosed: Sequence[EntryId],
    named: Sequence[Named],
    called: Sequence[Called],
    risk: str,
    material: Material,
    findings: Iterable[Finding],
    leaks: Iterable[Leak],
) -> tuple[PublicationProposed]:
    """A member puts a revision forward; that is the first of two approvals."""
    if content.revision != publications.next_revision:
        raise Refusal(
            f"Revision {content.revision} is not the next one.",
            "Somebody published meanwhile.",
            "Read what stands there now, then propose again.",
        )
    if not content.editions or any(not page.title.strip() or not page.known for page in content.editions):
        raise Refusal(
            "A language has no title or no text.",
            "Readers would get an empty page.",
            "Write it, or leave it out.",
        )
    if not risk.strip():
        raise Refusal(
            "Nobody has written what this could do to them.",
            "Weighing harm belongs before publishing: afterwards nothing can be called back.",
            "Write what may follow for the people in it, and why it is right now.",
        )
    standing(statements, material)
    clean(findings, leaks)
    return (
        PublicationProposed(
            content=content,
            sha256=revision.digest(content),
            statements=tuple(statements),
            disclosed=tuple(dict.fromkeys(disclosed)),
            named=tuple(named),
            called=tuple(called),
            risk=risk.strip(),
        ),
    )


def approve(
    publications: CasePublications,
    *,
    by: MemberId,
    sha256: str,
    material: Material,
    findings: Iterable[Finding],
    leaks: Iterable[Leak],
) -> tuple[PublicationApproved, PublicationPublished]:
    """Another member approves exactly what she saw; only then does it leave (R-40)."""
    proposal = publications.waiting
    if proposal is None or proposal.fact.sha256 != sha256:
        raise Refusal(
            "This is no longer what is proposed.",
            "An approval counts for the very text that was on the screen.",
            "Read the newest proposal.",
        )
    if proposal.by == by:
        raise Refusal(
            "You proposed this yourself.",
            "Two different people answer for everything that leaves.",
            "Ask somebody else of the circle.",
        )
    if revision.digest(proposal.fact.content) != sha256:
        raise Refusal(
            "The text does not match its hash.", "It was altered.", "Propose it anew, and tell a steward."
        )
    standing(proposal.fact.statements, material)
    clean(findings, leaks)
    fact = proposal.fact
    approved = PublicationApproved(
        proposal=proposal.id, code=fact.content.code, revision=fact.content.revision, sha256=sha256
    )
    return approved, PublicationPublished(content=fact.content, sha256=sha256)


def standing(statements: Sequence[EntryId], material: Material) -> None:
    """Raises Refusal when a statement behind the text was taken back or is not here (R-10)."""
    live = {claim.id for claim in material.picture.live()}
    live |= {one.id for one in material.picture.visits.values()}
    live |= {one.id for one in material.picture.questions.values()}
    gone = [number for number, entry in enumerate(statements, 1) if entry not in live]
    if gone:
        raise Refusal(
            f"Statement {', '.join(map(str, gone))} was withdrawn since.",
            "The text rests on something that nobody stands behind any more.",
            "Propose a revision without it.",
        )


def withdraw(public: PublicPicture, code: str, words: Sequence[Worded]) -> tuple[PublicationWithdrawn]:
    """Take the newest revision away from readers. One member is enough: taking away must not wait."""
    item = public.current(code)
    if item is None or item.withdrawn is not None:
        raise Refusal("Nothing of this case is published.", "There is nothing to withdraw.", "")
    said = tuple(one for one in words if one.text.strip())
    if {one.language for one in said} != {page.language for page in item.content.editions}:
        raise Refusal(
            "The reason is missing in a language.",
            "Readers of each language are told why it went.",
            "Write one sentence in each.",
        )
    return (PublicationWithdrawn(code=code, revision=item.content.revision, words=said),)


def exportable(publications: CasePublications) -> Proposal:
    """The revision whose package may leave: the one that two approved, list of entries included."""
    current = publications.current
    if current is None:
        raise Refusal(
            "No approved revision stands.",
            "A package discloses what two people approved, and nothing else.",
            "Propose one and have it approved.",
        )
    return current


def export(proposal: Proposal, recipient: str, payload_sha256: str) -> PackageExported:
    """The record that a package left, for whom, and of which files."""
    if not recipient.strip():
        raise Refusal(
            "For whom is this?", "A package is unredacted, so it is noted who gets it.", "Name the body."
        )
    content = proposal.fact.content
    return PackageExported(
        code=content.code,
        revision=content.revision,
        recipient=recipient.strip(),
        payload_sha256=payload_sha256,
    )


def corrected(content: Content, at: datetime, words: Sequence[Worded]) -> Content:
    """The content with one more correction on the page itself, if any was written (R-10)."""
    said = tuple(one for one in words if one.text.strip())
    if not said:
        return content
    correction = Correction(at=at, revision=content.revision, words=said)
    return replace(content, corrections=(correction, *content.corrections))
