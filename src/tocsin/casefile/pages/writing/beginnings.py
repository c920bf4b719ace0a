# SPDX-License-Identifier: AGPL-3.0-or-later
"""Beginnings: a case out of an alarm, people, what happened, sources with their files."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.utils.translation import gettext

from tocsin.casefile import facts, rules, work
from tocsin.casefile.pages.forms import claiming, contacts
from tocsin.casefile.pages.writing.desk import Desk, anchor, either, new_source, wants
from tocsin.casefile.picture import CasePicture, ahead
from tocsin.values.times import TimeExpr, exactly
from tocsin.vault.ids import MemberId
from tocsin.vault.refusals import Refusal
from tocsin.web import DeskRequest, page, see_other


@either
def open_case(request: DeskRequest, code: str) -> HttpResponse:
    """A case out of an alarm; the address of an alarm that is not hers has nothing on it."""
    vault = request.vault
    alarm = work.book(vault).alarm(code)
    if alarm is None:
        raise Http404
    members = [
        (str(key), card.name)
        for key, card in vault.people().items()
        if not card.suspended and key != vault.me
    ]
    form = contacts.OpenForm(request.POST if request.method == "POST" else None, members=members)
    refusal = None
    if wants(form, request):
        said = form.cleaned_data
        try:
            made = work.open_case(
                vault,
                title=said["title"],
                readers=[MemberId(member) for member in said["readers"]],
                jurisdictions=said["jurisdictions"],
                circle=said["circle"],
                alarm_code=code,
            )
        except Refusal as error:
            refusal = error
        else:
            return see_other(f"/cases/{made}/")
    known = [picture.code for picture in work.of_alarm(vault, code)]
    context = {"form": form, "alarm": code, "refusal": refusal, "known": known}
    return page(request, "casefile/open.html", context, title=code, status=409 if refusal else 200)


@either
def add_person(request: DeskRequest, code: str) -> HttpResponse:
    """A person, with each name and the age as claims of the same source."""
    desk = Desk(request, code, gettext("Add a person"), "")
    form = claiming.PersonForm(desk.posted, anchor=anchor(desk))
    form.offer_sources(desk.sources())
    if not wants(form, request):
        return desk.form(form)
    said = form.cleaned_data
    person = desk.vault.new_id()

    def plan(picture: CasePicture) -> Iterable[object]:
        made = new_source(desk, picture, said)
        carrier = said["carrier"] or made[0].source
        made += rules.add_person(picture, id=person, role=said["role"] or "affected")
        stated = [("name", facts.a_name(name), name.full) for name in form.spellings()]
        if said["age"]:
            stated.append(("age", facts.an_age(said["age"]), said["age"].text))
        later = ahead(picture, made, by=desk.vault.me, at=desk.vault.now())
        for predicate, value, quote in stated:
            made += rules.claim(
                later,
                id=desk.vault.new_id(),
                subject=person,
                predicate=predicate,
                value=value,
                chain=form.links(2),
                carrier=carrier,
                quote=quote,
                language="und",
                event_time=(said["age_at"] or _day_of(later, carrier, desk)) if predicate == "age" else None,
            )
        return made

    return desk.write(form, plan)


def _day_of(picture: CasePicture, carrier: str, desk: Desk) -> TimeExpr:
    """An age without a day is of the source's day; without that, of today."""
    entry = picture.sources.get(carrier)
    return (entry.fact.published if entry else None) or exactly(desk.vault.now())


@either
def add_incident(request: DeskRequest, code: str) -> HttpResponse:
    """Something happened; what is said of it are claims."""
    desk = Desk(request, code, gettext("Add what happened"), "claims/")
    form = contacts.IncidentForm(desk.posted)
    if not wants(form, request):
        return desk.form(form)
    made = desk.vault.new_id()
    return desk.write(
        form,
        lambda picture: rules.record_incident(picture, id=made, title=form.cleaned_data["title"]),
        to=f"claims/new/?about={made}",
    )


@either
def add_evidence(request: DeskRequest, code: str) -> HttpResponse:
    """A source, with its file sealed as it came."""
    desk = Desk(request, code, gettext("Add evidence"), "evidence/")
    form = contacts.EvidenceForm(desk.posted, request.FILES or None, anchor=desk.vault.now())
    if not wants(form, request):
        return desk.form(form)
    said = form.cleaned_data
    files = []
    if said["file"]:
        given = said["file"]
        kind = given.content_type or "application/octet-stream"
        files.append(desk.vault.put_file(desk.log, given.chunks(), name=given.name, media_type=kind))
    return desk.write(
        form,
        lambda picture: rules.record_source(
            picture,
            id=desk.vault.new_id(),
            evidence_kind=said["evidence_kind"] or "other",
            title=said["title"],
            author=said["author"],
            publisher=said["publisher"],
            published=said["published"],
            language=said["language"],
            url=said["url"],
            files=files,
        ),
    )
