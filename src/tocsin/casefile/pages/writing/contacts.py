# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contacts: attempts to reach somebody, questions asked, what runs out and what became of it, the circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tocsin.casefile import facts, packs, rules, work
from tocsin.casefile.pages.forms import contacts
from tocsin.casefile.pages.forms.fields import as_bool, moment_words
from tocsin.casefile.pages.views import opened
from tocsin.casefile.pages.writing.desk import Desk, either, wants
from tocsin.casefile.picture import CasePicture
from tocsin.values.places import PlaceExpr
from tocsin.values.times import exactly
from tocsin.vault.ids import MemberId
from tocsin.vault.refusals import Refusal
from tocsin.web import DeskRequest, refused, see_other


@either
def add_visit(request: DeskRequest, code: str) -> HttpResponse:
    """An attempt to reach somebody."""
    desk = Desk(request, code, gettext("Record an attempt"), "visits/")
    now = desk.vault.now()
    start = {"arrived": moment_words(now), "lawyer": desk.reader.member(desk.vault.me)}
    form = contacts.VisitForm(desk.posted, people=desk.people(), anchor=now, initial=start)
    if not wants(form, request):
        return desk.form(form)
    said = form.cleaned_data
    return desk.write(form, lambda picture: _visit(desk, picture, said, now))


def _visit(desk: Desk, picture: CasePicture, said: Mapping[str, Any], now: datetime) -> Iterable[object]:
    words = [facts.Quote(said["said"], said["language"] or "und")] if said["said"].strip() else []
    return rules.attempt_visit(
        picture,
        id=desk.vault.new_id(),
        people=said["people"],
        lawyer=said["lawyer"] or desk.reader.member(desk.vault.me),
        place=PlaceExpr(said["place"] or gettext("place not written down")),
        arrived=said["arrived"] or exactly(now),
        outcomes=said["outcomes"],
        now=now,
        words=words,
        left=said["left"],
        asked=said["asked"],
        answered_by=facts.Official(said["name"], said["rank"], said["badge"], said["described"]),
        documents_shown=[part.strip() for part in said["documents"].split(",") if part.strip()],
        others_present=said["others"],
        refusal_in_writing=as_bool(said["in_writing"]),
        condition_seen=said["condition"],
        next_step=said["next_step"],
    )


@either
def add_question(request: DeskRequest, code: str) -> HttpResponse:
    """A question that was asked."""
    desk = Desk(request, code, gettext("Record a question asked"), "visits/")
    now = desk.vault.now()
    start = {"asked_at": moment_words(now)}
    form = contacts.QuestionForm(desk.posted, people=desk.people(), anchor=now, initial=start)
    if not wants(form, request):
        return desk.form(form)
    said = form.cleaned_data
    return desk.write(
        form,
        lambda picture: rules.ask(
            picture,
            id=desk.vault.new_id(),
            about=said["about"],
            asked_of=said["asked_of"],
            asked_at=said["asked_at"] or exactly(now),
            words=said["question"],
            now=now,
            channel=said["channel"],
            answer=facts.Answer(said["answer"] or facts.Answer.WAITING),
            reply=_reply(said),
        ),
    )


def _reply(said: Mapping[str, Any]) -> facts.Quote | None:
    return facts.Quote(said["reply"], said["language"] or "und") if said["reply"].strip() else None


@either
def answer(request: DeskRequest, code: str, question: str) -> HttpResponse:
    """What came back later."""
    desk = Desk(request, code, gettext("What came back"), "visits/")
    asked = desk.picture.questions.get(question)
    if asked is None:
        raise Http404
    now = desk.vault.now()
    form = contacts.AnswerForm(desk.posted, anchor=now, initial={"answered_at": moment_words(now)})
    if not wants(form, request):
        return desk.form(form, note=f"{asked.fact.asked_of}: {asked.fact.words}")
    said = form.cleaned_data
    return desk.write(
        form,
        lambda picture: rules.answer_came(
            picture,
            question=question,
            answer=facts.Answer(said["answer"] or facts.Answer.WAITING),
            answered_at=said["answered_at"] or exactly(now),
            now=now,
            reply=_reply(said),
        ),
    )


@either
def add_deadline(request: DeskRequest, code: str) -> HttpResponse:
    """Something else runs out."""
    desk = Desk(request, code, gettext("Note what runs out"), "detention/")
    form = contacts.DeadlineForm(desk.posted, anchor=desk.vault.now())
    if not wants(form, request):
        return desk.form(form)
    said = form.cleaned_data
    return desk.write(
        form,
        lambda picture: rules.note_deadline(
            picture,
            id=desk.vault.new_id(),
            what=said["what"],
            due=said["due"],
            according_to=said["according_to"],
        ),
    )


@either
def deadline_done(request: DeskRequest, code: str, deadline: str) -> HttpResponse:
    """It needs nothing more."""
    desk = Desk(request, code, gettext("Done"), "detention/")
    noted = desk.picture.deadlines.get(deadline)
    if noted is None:
        raise Http404
    form = contacts.DoneForm(desk.posted)
    if not wants(form, request):
        return desk.form(form, note=noted.fact.what)
    how = form.cleaned_data["how"]
    return desk.write(
        form, lambda picture: rules.deadline_done(picture, id=deadline, how=how, now=desk.vault.now())
    )


@either
def settle(request: DeskRequest, code: str, rule: str) -> HttpResponse:
    """What became of a legal clock."""
    desk = Desk(request, code, gettext("What became of it"), "detention/")
    opening = desk.picture.opened
    known = {each.id: each for each in packs.rules_for(opening.fact.jurisdictions if opening else ())}
    if rule not in known:
        raise Http404
    form = contacts.SettleForm(desk.posted, people=desk.people())
    if not wants(form, request):
        return desk.form(form, note=known[rule].label(desk.reader.language))
    said = form.cleaned_data
    return desk.write(
        form,
        lambda picture: rules.settle_clock(
            picture,
            rule=rule,
            people=said["people"],
            outcome=facts.Outcome(said["outcome"] or facts.Outcome.MET),
            reason=said["reason"],
        ),
    )


@require_POST
def take_over(request: DeskRequest, code: str) -> HttpResponse:
    """Make claims of what was noted on scene since the last time."""
    log, _reader = opened(request, code)
    try:
        work.take_over(request.vault, log)
    except Refusal as refusal:
        return refused(request, refusal, back=f"/cases/{code}/evidence/")
    return see_other(f"/cases/{code}/claims/")


@require_POST
def change_circle(request: DeskRequest, code: str) -> HttpResponse:
    """Let one member in, or out."""
    opened(request, code)
    known = request.vault.people()
    member = MemberId(request.POST.get("member", ""))
    if member not in known:
        raise Http404
    change = work.take_out if request.POST.get("change") == "out" else work.let_in
    try:
        change(request.vault, code, member)
    except Refusal as refusal:
        return refused(request, refusal, back=f"/cases/{code}/circle/")
    return see_other(f"/cases/{code}/circle/")
