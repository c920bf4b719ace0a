# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page on which a revision is written, read as readers will, and approved by a second member.

Composing and checking change nothing; proposing, approving and withdrawing are recorded and then looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.casefile.picture import shown as person
from tocsin.publication import wording, work
from tocsin.publication.composition.text import write
from tocsin.publication.facts import Content
from tocsin.publication.leaks import Leak, UnreadableOutput
from tocsin.publication.pages import drafts, shown
from tocsin.publication.pages.forms import PackageForm, RevisionForm, WithdrawalForm
from tocsin.publication.picture import Published
from tocsin.publication.revision import NOT_YET
from tocsin.values import vocabularies
from tocsin.vault.refusals import Refusal
from tocsin.web import DeskRequest, page, refused, see_other

Row = dict[str, Any]
MARKUP = re.compile(r"[<>{}\[\]\":=/]")


def opened(request: DeskRequest, code: str) -> work.Desk:
    """The case of an address, or "nothing is here"."""
    try:
        return work.find(request.vault, code)
    except work.NoSuchCase:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
def public(request: DeskRequest, code: str) -> HttpResponse:
    """What is proposed, what is published, and the form of the next revision."""
    desk = opened(request, code)
    if request.method != "POST":
        return _page(request, desk, drafts.form(desk))
    do = request.POST.get("do", "check")
    try:
        form = drafts.form(desk, request.POST, composed=do == "compose")
        draft = drafts.read_form(desk, form)
        if do == "propose":
            work.propose(desk, draft.fact, shown.outputs)
            return see_other(request.path)
        tested = desk.test(draft.fact.content, draft.material, shown.outputs)
        return _page(request, desk, form, tested=tested)
    except Refusal as refusal:
        return _stopped(request, desk, refusal)
    except UnreadableOutput:
        return refused(request, _unreadable(), back=request.path)


def _stopped(request: DeskRequest, desk: work.Desk, refusal: Refusal) -> HttpResponse:
    """The form as it was typed, with the refusal and the marked places; nothing is lost."""
    form = drafts.form(desk, request.POST)
    tested = None
    try:
        draft = drafts.read_form(desk, form)
        tested = desk.test(draft.fact.content, draft.material, shown.outputs)
    except Refusal:
        pass
    return _page(request, desk, form, tested=tested, refusal=refusal, status=409)


@require_POST
def approve(request: DeskRequest, code: str) -> HttpResponse:
    """The second approval, for the hash that stood on the page; then it is out."""
    desk = opened(request, code)
    try:
        work.approve(desk, request.POST.get("sha256", ""), shown.outputs)
    except Refusal as refusal:
        return refused(request, refusal, back=f"/cases/{code}/public/")
    return see_other(f"/cases/{code}/public/")


@require_POST
def withdraw(request: DeskRequest, code: str) -> HttpResponse:
    """Take the newest revision away from readers, with a reason in each language."""
    desk = opened(request, code)
    form = WithdrawalForm(request.POST)
    form.is_valid()
    try:
        work.withdraw(desk, form.words())
    except Refusal as refusal:
        return refused(request, refusal, back=f"/cases/{code}/public/")
    return see_other(f"/cases/{code}/public/")


@require_safe
def preview(request: DeskRequest, code: str, language: str) -> HttpResponse:
    """The proposed page exactly as a reader will get it."""
    desk = opened(request, code)
    waiting = desk.publications.waiting
    if waiting is None or language not in wording.LANGUAGES:
        raise Http404
    content = waiting.fact.content
    item = Published(NOT_YET, waiting.at, content, waiting.fact.sha256)
    return HttpResponse(shown.case(item, (item,), language))


@require_safe
def published(request: DeskRequest) -> HttpResponse:
    """Everything that is out, and what waits for a second person in this member's cases."""
    language = _language(request)
    items = work.public(request.vault).cases()
    rows = [shown.listed(item, language) for item in items]
    waiting = [row for desk in work.desks(request.vault) if (row := _waiting_row(desk, request))]
    context = {"rows": rows, "waiting": waiting}
    return page(request, "publication/published.html", context, title=gettext("Published"))


def _waiting_row(desk: work.Desk, request: DeskRequest) -> Row | None:
    waiting = desk.publications.waiting
    if waiting is None:
        return None
    return {"code": desk.picture.code, "at": waiting.at, "mine": waiting.by == request.vault.me}


def _page(
    request: DeskRequest,
    desk: work.Desk,
    form: RevisionForm,
    *,
    tested: work.Tested | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    case = desk.picture
    context = {
        "case": case.code,
        "case_title": case.opened.fact.title if case.opened else "",
        "refusal": refusal,
        "waiting": _waiting(request, desk),
        "current": _current(request, desk),
        "next": desk.publications.next_revision,
        "form": form,
        "numbered": drafts.numbered(desk, form),
        "tested": _tested(tested) if tested else None,
        "withdrawal": WithdrawalForm(),
        "package": PackageForm(),
        "languages_published": [{"code": code, "word": wording.NAMES[code]} for code in wording.LANGUAGES],
    }
    return page(request, "publication/propose.html", context, title=case.code, status=status)


def _waiting(request: DeskRequest, desk: work.Desk) -> Row | None:
    waiting = desk.publications.waiting
    if waiting is None:
        return None
    tested = desk.test(waiting.fact.content, desk.regather(waiting.fact), shown.outputs)
    content = waiting.fact.content
    return {
        "by": _name(request, waiting.by),
        "mine": waiting.by == request.vault.me,
        "at": waiting.at,
        "sha256": waiting.fact.sha256,
        "spaced": shown.spaced(waiting.fact.sha256),
        "risk": waiting.fact.risk,
        "named": [_named_row(request, desk, one) for one in waiting.fact.named],
        "disclosed": len(waiting.fact.disclosed),
        "statements": len(waiting.fact.statements),
        "pages": [_words_of(content, page.language) for page in content.editions],
        "withheld": [
            {"reason": vocabularies.term("redaction_reason", line.reason, _language(request)), "line": line}
            for line in content.editions[0].withheld
        ],
        "tested": _tested(tested),
    }


def _named_row(request: DeskRequest, desk: work.Desk, one: Any) -> Row:
    return {
        "name": person(desk.picture, one.person).name,
        "basis": vocabularies.term("consent_basis", one.basis, _language(request)),
        "note": one.note,
    }


def _words_of(content: Content, language: str) -> Row:
    found = next(page for page in content.editions if page.language == language)
    return {
        "language": language,
        "word": wording.NAMES[language],
        "title": found.title,
        "status": found.status.text if found.status else "",
        "known": write(found.known).split("\n\n"),
    }


def _current(request: DeskRequest, desk: work.Desk) -> Row | None:
    item = desk.public.current(desk.picture.code)
    if item is None:
        return None
    return {
        "row": shown.listed(item, _language(request)),
        "withdrawn": item.withdrawn is not None,
        "spaced": shown.spaced(item.sha256),
        "exports": [
            {"at": one.at, "by": _name(request, one.by), "to": one.fact.recipient}
            for one in desk.publications.exports
        ],
    }


def _tested(tested: work.Tested) -> Row:
    return {
        "good": tested.good,
        "findings": [{"what": _rule(one.rule), "one": one} for one in tested.findings],
        "leaks": _marked(tested.leaks),
    }


def _marked(leaks: Sequence[Leak]) -> list[Row]:
    """One line for one word, with the clearest place it stands in and every output that holds it."""
    groups: dict[tuple[str, str], list[Leak]] = {}
    for leak in leaks:
        groups.setdefault((leak.found, leak.reason), []).append(leak)
    return [
        {
            "reason": vocabularies.term("redaction_reason", reason, get_language() or "en"),
            "one": min(found, key=lambda leak: len(MARKUP.findall(leak.before + leak.after))),
            "outputs": sorted({leak.output for leak in found}),
        }
        for (_, reason), found in groups.items()
    ]


def _rule(rule: str) -> str:
    words = {
        "R-01": gettext("rests on no statement"),
        "R-02": gettext("a word that doubts whoever speaks"),
        "R-03": gettext("a word that vouches for whoever speaks"),
        "R-04": gettext("does not say who says so"),
        "R-06": gettext("accounts differ, and only one stands here"),
        "R-08": gettext("a quotation that is not exactly what was said"),
        "R-09": gettext("silence without a record of the question"),
        "R-10": gettext("a correction is missing in a language"),
        "R-11": gettext("where somebody is, without as of when"),
        "R-15": gettext("somebody’s intimate life"),
        "R-20": gettext("does not say that a minor is withheld"),
        "R-22": gettext("men or women, where one of them is a minor"),
    }
    return words.get(rule, rule)


def _name(request: DeskRequest, member: Any) -> str:
    card = request.vault.people().get(member)
    return card.name if card else str(member)[:8]


def _language(request: DeskRequest) -> str:
    asked = (get_language() or "en")[:2]
    return asked if asked in wording.LANGUAGES else "en"


def _unreadable() -> Refusal:
    return Refusal(
        "Something that would leave cannot be read.",
        "What cannot be tested for withheld words does not leave.",
        "Tell whoever looks after this machine.",
    )
