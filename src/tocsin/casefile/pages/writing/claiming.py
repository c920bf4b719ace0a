# SPDX-License-Identifier: AGPL-3.0-or-later
"""Claims: first of whom and what, then one form for that; taking one back; weighing an account."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.utils.translation import gettext

from tocsin.casefile import facts, rules, work
from tocsin.casefile.facts.predicates import PREDICATES, Subject, for_subject
from tocsin.casefile.pages.forms import claiming
from tocsin.casefile.pages.shown import frame
from tocsin.casefile.pages.shown.reader import Row
from tocsin.casefile.pages.writing.desk import Desk, anchor, either, new_source, wants
from tocsin.casefile.picture import CasePicture, ahead
from tocsin.web import DeskRequest, page

_OPEN_AT_ONCE = 4


@either
def add_claim(request: DeskRequest, code: str) -> HttpResponse:
    """First of whom and what, one click; then one form for that."""
    about, says = request.GET.get("about", ""), request.GET.get("says", "")
    predicate = PREDICATES.get(says)
    desk = Desk(request, code, gettext("Who says what"), "claims/")
    known = (
        desk.picture.people if predicate and predicate.subject is Subject.PERSON else desk.picture.incidents
    )
    if predicate is None or about not in known:
        return _choose(desk, about)
    desk.heading = f"{predicate.label(desk.reader.language)}: {desk.reader.title(about)['name']}"
    form = claiming.ClaimForm(desk.posted, predicate=predicate, anchor=anchor(desk))
    form.offer_sources(desk.sources())
    if not wants(form, request):
        return desk.form(
            form, note=gettext("Words such as “yesterday” are counted from the day of the source.")
        )
    said = form.cleaned_data

    def plan(picture: CasePicture) -> Iterable[object]:
        made = new_source(desk, picture, said)
        carrier = said["carrier"] or made[0].source
        later = ahead(picture, made, by=desk.vault.me, at=desk.vault.now())
        made += rules.claim(
            later,
            id=desk.vault.new_id(),
            subject=about,
            predicate=says,
            value=form.value,
            chain=[_known_speaker(desk, link) for link in form.links()],
            carrier=carrier,
            quote=said["quote"],
            language=said["quote_language"] or later.sources[carrier].fact.language or "und",
            event_time=said["event_time"],
            until=said["until"],
            polarity=form.polarity,
            certainty=facts.Certainty(said["certainty"] or facts.Certainty.CERTAIN),
        )
        return made

    return desk.write(form, plan)


def _known_speaker(desk: Desk, link: facts.Attribution) -> facts.Attribution:
    """A speaker who is a person of the case by exact name or label counts as that person."""
    for person in desk.picture.people:
        title = desk.reader.title(person)
        if link.speaker in (title["name"], title["other"], title["label"]):
            return facts.Attribution(link.speaker, link.basis, speaker_id=person, protected=link.protected)
    return link


def _choose(desk: Desk, about: str) -> HttpResponse:
    rows: list[Row] = []
    for subject, keys in ((Subject.PERSON, desk.picture.people), (Subject.INCIDENT, desk.picture.incidents)):
        words = [(each.name, each.label(desk.reader.language)) for each in for_subject(subject)]
        rows += [{"id": key, **desk.reader.title(key), "words": words, "first": key == about} for key in keys]
    rows.sort(key=lambda row: not row["first"])
    for row in rows:
        row["open"] = row["first"] if about else len(rows) <= _OPEN_AT_ONCE
    context = {**frame.around(desk.reader, desk.log, "claims/"), "rows": rows}
    return page(desk.request, "casefile/choose.html", context, title=desk.code)


@either
def retract(request: DeskRequest, code: str, claim: str) -> HttpResponse:
    """Take a claim out of new outputs."""
    desk = Desk(request, code, gettext("Withdraw a claim"), "claims/")
    found = desk.picture.claims.get(claim)
    if found is None:
        raise Http404
    form = claiming.RetractForm(desk.posted)
    if not wants(form, request):
        return desk.form(
            form, note=f"{desk.reader.predicate(found.fact.predicate)}: {desk.reader.value(found)}"
        )
    said = form.cleaned_data
    return desk.write(
        form, lambda picture: rules.retract(picture, claim=claim, state=said["state"], reason=said["reason"])
    )


@either
def assess(request: DeskRequest, code: str, claim: str) -> HttpResponse:
    """Weigh the account that a claim belongs to: every live claim that says the same."""
    desk = Desk(request, code, gettext("Write an assessment"), "")
    account = work.account_of(desk.picture, claim)
    if account is None:
        raise Http404
    form = claiming.AssessmentForm(desk.posted)
    if not wants(form, request):
        counted = desk.reader.counted(len(account.originators), len(account.carriers))
        words = (desk.reader.value(account.claims[0]), counted["originators"], counted["carriers"])
        return desk.form(form, note=" · ".join(words))
    said = form.cleaned_data
    return desk.write(
        form,
        lambda picture: rules.assess(
            picture,
            id=desk.vault.new_id(),
            claims=[each.fact.claim for each in account.claims],
            credibility=said["credibility"],
            reasons=said["reasons"],
        ),
    )
