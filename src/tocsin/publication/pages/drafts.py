# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a case to the form of a revision, and from the form to what would be proposed.

Speakers and people are offered under the names that the case knows them by; none of that leaves with the
form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language, gettext

from tocsin.casefile.facts import ClaimRecorded, QuestionAsked, VisitAttempted, predicates
from tocsin.casefile.picture import CasePicture, shown
from tocsin.publication import moments, revision, rules, wording, work
from tocsin.publication.composition import (
    Choices,
    Material,
    Speaker,
    candidates,
    compose,
    key_of,
    speakers_of,
)
from tocsin.publication.composition.material import is_minor
from tocsin.publication.composition.text import read, renumbered, sentence
from tocsin.publication.facts import Called, Content, Edition, Named, PublicationProposed
from tocsin.publication.pages.forms import RevisionForm, initial
from tocsin.values import vocabularies
from tocsin.values.times import TimeExpr
from tocsin.vault.ids import EntryId
from tocsin.vault.kinds import Recorded
from tocsin.vault.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form says, as the rules read it."""

    fact: PublicationProposed
    material: Material


def form(desk: work.Desk, data: Any = None, *, composed: bool = False) -> RevisionForm:
    """The form as posted; fresh, it holds the text last published, or a first one made from every
    statement.
    """
    case = desk.picture
    defaults = _speakers(desk, case)
    made = RevisionForm(
        data,
        statements=[(one.id, label(desk, one)) for one in candidates(case)],
        evidence=_evidence(desk),
        speakers=[(key, name, nameable) for key, (name, nameable, _) in defaults.items()],
        adults=_adults(desk, case),
    )
    if data is None:
        made.initial = _fresh(desk, case, made)
    elif composed:
        made.data = _composed(desk, made, data)
    return made


def numbered(desk: work.Desk, made: RevisionForm) -> list[dict[str, Any]]:
    """The statements behind the text with their numbers, in the order in which the form holds them."""
    known = desk.entries()
    ids = str(made["statements"].value() or "").split()
    return [
        {"number": number, "label": label(desk, known[EntryId(id)]), "quote": _quote(known[EntryId(id)])}
        for number, id in enumerate(ids, 1)
        if id in known
    ]


def read_form(desk: work.Desk, made: RevisionForm) -> Draft:
    """What would be proposed. Raises Refusal for a name that may not stand there."""
    if not made.is_valid():
        raise Refusal(
            "Something in the form cannot be read.", str(made.errors.as_text()), "Look at the marked fields."
        )
    data, now = made.cleaned_data, desk.vault.now()
    entries = tuple(EntryId(id) for id in data["statements"].split())
    speakers = _chosen_speakers(made)
    bare = desk.gather(Choices(entries, speakers), now)
    named = tuple(_named(made, bare))
    material = desk.gather(Choices(entries, speakers, named), now)
    content = _content(desk, made, material)
    fact = PublicationProposed(
        content=content,
        sha256=revision.digest(content),
        statements=entries,
        disclosed=tuple(EntryId(id) for id in data["disclose"]),
        named=named,
        called=tuple(Called(speaker=key, code=one.code, name=one.name) for key, one in speakers.items()),
        risk=data["risk"],
    )
    return Draft(fact, material)


def label(desk: work.Desk, entry: Recorded[Any]) -> str:
    """A statement in a line, for whoever chooses: what is said, of whom, by whom."""
    language, fact = (get_language() or "en")[:2], entry.fact
    if isinstance(fact, ClaimRecorded):
        return _claim_label(desk, fact, language)
    if isinstance(fact, VisitAttempted):
        outcome = ", ".join(vocabularies.term("counsel_access", one, language) for one in fact.outcomes)
        return f"{gettext('Visit')}, {_when(desk, fact.arrived, language)}: {outcome}"
    if isinstance(fact, QuestionAsked):
        return f"{gettext('Question')}, {_when(desk, fact.asked_at, language)}: {fact.asked_of}"
    return entry.id[:8]


def _claim_label(desk: work.Desk, fact: ClaimRecorded, language: str) -> str:
    predicate, value = predicates.PREDICATES[fact.predicate], fact.value
    said = _when(desk, value.time, language) if value.time else predicates.shown(predicate, value, language)
    stated = [link for link in fact.chain if link.stated]
    speaker = stated[-1].speaker if stated else gettext("not stated")
    of = f", {shown(desk.picture, fact.subject).name}" if fact.subject in desk.picture.people else ""
    return f"{predicate.label(language)}{of}: {said} ({speaker})"


def _when(desk: work.Desk, time: TimeExpr, language: str) -> str:
    return moments.said(time, language, desk.zone, desk.vault.now())


def _quote(entry: Recorded[Any]) -> dict[str, str] | None:
    quotes = getattr(entry.fact, "quotes", ())
    return {"text": quotes[0].text, "lang": quotes[0].lang} if quotes else None


def _speakers(desk: work.Desk, case: CasePicture) -> dict[str, tuple[str, bool, Speaker]]:
    """Every speaker of the case: what we call them, whether a name may be chosen, the default."""
    members = desk.vault.people()
    lawyers = {key for key, card in members.items() if "lawyer" in card.roles}
    claims = [one.fact for one in candidates(case) if isinstance(one.fact, ClaimRecorded)]
    found: dict[str, tuple[str, bool, Speaker]] = {}
    for key, one in speakers_of(case, claims, set(members), lawyers).items():
        link = next(link for claim in claims for link in claim.chain if key_of(link) == key)
        if link.stated:
            found[key] = (link.speaker, not link.protected and link.speaker_id is None, one)
    return found


def _chosen_speakers(made: RevisionForm) -> dict[str, Speaker]:
    chosen = {}
    for key, name in made.speakers:
        code = made.cleaned_data.get(name) or "third_party"
        chosen[key] = Speaker(code, str(made.fields[name].label) if code == "named" else "")
    return chosen


def _adults(desk: work.Desk, case: CasePicture) -> list[tuple[str, str]]:
    now, zone = desk.vault.now(), desk.zone
    affected = [key for key, one in case.people.items() if one.fact.role == "affected"]
    return [(key, shown(case, key).name) for key in affected if not is_minor(case, key, now, zone)]


def _evidence(desk: work.Desk) -> list[tuple[str, str]]:
    return [
        (entry.id, f"{gettext('File')} {file.sha256[:12]}, {file.media_type}")
        for entry in desk.entries().values()
        for file in work.sealed_files(entry.fact)
    ]


def _named(made: RevisionForm, material: Material) -> Sequence[Named]:
    data = made.cleaned_data
    wanted = [(person, data[name], data[note]) for person, name, note in made.adults if data.get(name)]
    return [rules.name(material.picture, person, basis, note, material) for person, basis, note in wanted]


def _fresh(desk: work.Desk, case: CasePicture, made: RevisionForm) -> dict[str, Any]:
    last, live = desk.publications.current, [one.id for one in candidates(case)]
    before = last.fact.statements if last else ()
    ids = [*(one for one in before if one in live), *(one for one in live if one not in before)]
    speakers = {key: one for key, (_, _, one) in _speakers(desk, case).items()}
    if last:
        speakers |= {one.speaker: Speaker(one.code, one.name) for one in last.fact.called}
    named = last.fact.named if last else ()
    values: dict[str, Any] = {"statements": " ".join(ids), "use": ids}
    values |= {name: speakers[key].code for key, name in made.speakers}
    for person, name, note in made.adults:
        for one in named:
            values |= {name: one.basis, note: one.note} if one.person == person else {}
    if last:
        numbers = {old: ids.index(entry) + 1 for old, entry in enumerate(before, 1) if entry in ids}
        pages = [renumbered(page, numbers) for page in last.fact.content.editions]
    else:
        material = desk.gather(Choices(tuple(ids), speakers, named), desk.vault.now())
        pages = [compose(material, language) for language in wording.LANGUAGES]
    for page in pages:
        values |= initial(page)
    return values


def _composed(desk: work.Desk, made: RevisionForm, data: Any) -> Any:
    """The posted form with its texts made anew from the chosen statements."""
    made.is_valid()
    chosen = set(made.cleaned_data.get("use", ()))
    ids = tuple(one.id for one in candidates(desk.picture) if one.id in chosen)
    speakers = _chosen_speakers(made)
    now = desk.vault.now()
    named = tuple(_named(made, desk.gather(Choices(ids, speakers), now)))
    material = desk.gather(Choices(ids, speakers, named), now)
    changed = data.copy()
    changed["statements"] = " ".join(ids)
    for language in wording.LANGUAGES:
        for key, value in initial(compose(material, language)).items():
            changed[key] = value
    return changed


def _content(desk: work.Desk, made: RevisionForm, material: Material) -> Content:
    card, publications = desk.vault.organisation(), desk.publications
    last = publications.current
    pages = [_edition(made, material, language) for language in wording.LANGUAGES]
    content = Content(
        code=desk.picture.code,
        revision=publications.next_revision,
        organisation=card.name,
        timezone=card.timezone,
        telephone=card.fallback_phone,
        as_of=material.as_of,
        editions=tuple(page for page in pages if page.title or page.known),
        corrections=last.fact.content.corrections if last else (),
    )
    return rules.corrected(content, material.as_of, made.corrections())


def _edition(made: RevisionForm, material: Material, language: str) -> Edition:
    data = made.cleaned_data
    status = data[f"status-{language}"].strip()
    unknown = read(data[f"unknown-{language}"], material)
    return replace(
        compose(material, language),
        title=" ".join(data[f"title-{language}"].split()),
        status=sentence(" ".join(status.split()), material) if status else None,
        known=read(data[f"known-{language}"], material),
        unknown=tuple(one for block in unknown for one in block),
    )
