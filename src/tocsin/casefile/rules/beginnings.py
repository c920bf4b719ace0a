# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opening a case, and adding to it whom and what it is about: people, incidents, sources.

Nothing of it says what happened; that is for claims.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.casefile.facts import CaseOpened, IncidentRecorded, PersonAdded, SourceRecorded
from tocsin.casefile.picture.case import CasePicture
from tocsin.casefile.rules.checks import known_person, known_term, new, writable
from tocsin.values.times import TimeExpr
from tocsin.vault.files import SealedFile
from tocsin.vault.refusals import Refusal


def open_case(
    *,
    code: str,
    title: str,
    lead: str,
    jurisdictions: Sequence[str] = (),
    alarm_log: str | None = None,
    alarm_code: str | None = None,
    circle: str = "",
) -> tuple[CaseOpened]:
    """A new case. Its title stands in browser histories and lists, so it names nobody."""
    if not title.strip():
        raise Refusal(
            "The case has no title.", "A list could not show it.", "Write a few words without a name."
        )
    wanted = tuple(dict.fromkeys(jurisdictions))
    return (CaseOpened(code, " ".join(title.split()), lead, wanted, alarm_log, alarm_code, circle),)


def add_person(picture: CasePicture, *, id: str, role: str = "affected") -> tuple[PersonAdded]:
    """Somebody belongs to the case, as yet without a name: names are claims."""
    writable(picture)
    known_term("person_role", role)
    new(picture.people, id)
    return (PersonAdded(id, role, _label(len(picture.people))),)


def _label(number: int) -> str:
    letters = ""
    while number >= 0:
        letters = chr(ord("A") + number % 26) + letters
        number = number // 26 - 1
    return letters


def record_incident(
    picture: CasePicture, *, id: str, title: str, people: Sequence[str] = ()
) -> tuple[IncidentRecorded]:
    """Something happened. Its title is neutral; what the law calls it is somebody's claim."""
    writable(picture)
    new(picture.incidents, id)
    if not title.strip():
        raise Refusal("What happened has no title.", "", "Write a few neutral words.")
    for person in people:
        known_person(picture, person)
    return (IncidentRecorded(id, " ".join(title.split()), tuple(people)),)


def record_source(
    picture: CasePicture,
    *,
    id: str,
    evidence_kind: str,
    title: str,
    author: str = "",
    publisher: str = "",
    published: TimeExpr | None = None,
    language: str = "",
    url: str = "",
    original: str | None = None,
    files: Sequence[SealedFile] = (),
) -> tuple[SourceRecorded]:
    """A thing that carries words, before any claim can be quoted from it."""
    writable(picture)
    new(picture.sources, id)
    known_term("evidence_kind", evidence_kind)
    if not title.strip():
        raise Refusal("The source has no title.", "Nobody could find it again.", "Say what it is.")
    return (
        SourceRecorded(
            id,
            evidence_kind,
            title.strip(),
            author,
            publisher,
            published,
            language,
            url,
            original,
            tuple(files),
        ),
    )
