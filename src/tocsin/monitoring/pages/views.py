# SPDX-License-Identifier: AGPL-3.0-or-later
"""To check: pages that were brought, one page with its drafts, and what a person decides about each."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.casefile import rules as cases
from tocsin.casefile.facts.predicates import Subject
from tocsin.casefile.picture import CaseFold, CasePicture, ahead
from tocsin.monitoring import claims, rules, work
from tocsin.monitoring.needs import here
from tocsin.monitoring.pages import shown
from tocsin.monitoring.pages.forms import INCIDENT, PERSON, DraftForm, PageForm
from tocsin.monitoring.picture import Sources
from tocsin.vault.kinds import LogClass
from tocsin.vault.refusals import Refusal
from tocsin.web import DeskRequest, page, refused, see_other


@require_safe
def sources(request: DeskRequest) -> HttpResponse:
    """Every page in the cases that this member can open, those with drafts to check first."""
    rows = sorted(work.all_sources(request.vault), key=lambda each: not each.source.waiting)
    return page(request, "monitoring/sources.html", {"rows": rows}, title=gettext("To check"))


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: DeskRequest) -> HttpResponse:
    """Bring a page into a case; its bytes are sealed before anything reads them."""
    logs = {request.vault.draw(log, CaseFold()).code: log for log in request.vault.logs(LogClass.CASE)}
    offered = [(code, code) for code in sorted(logs)]
    posted = request.method == "POST"
    form = PageForm(request.POST if posted else None, request.FILES if posted else None, cases=offered)
    if not posted or not form.is_valid():
        status = 422 if form.errors else 200
        return page(request, "monitoring/new.html", {"form": form}, title=gettext("To check"), status=status)
    try:
        brought = _page(form)
        source, trouble = work.bring(
            request.vault, logs[form.cleaned_data["case"]], brought, request.needs.get("sandbox", here)
        )
    except Refusal as refusal:
        return refused(request, refusal, back="/sources/new/")
    if trouble is not None:
        kept = Refusal(trouble.what, gettext("The page itself is sealed and kept in the case."), trouble.do)
        return refused(request, kept, back="/sources/")
    return see_other(f"/sources/{source}/")


def _page(form: PageForm) -> work.Page:
    said, upload = form.cleaned_data, form.cleaned_data["file"]
    address, day = said["url"].strip(), said["seen_on"]
    title = gettext("A page without a title")
    if upload is None:
        raw = said["text"].encode()
        return work.Page(raw, "page.txt", "text/plain; charset=utf-8", "pasted", title, address, day)
    work.check_size(upload.size)
    raw = b"".join(upload.chunks())
    return work.Page(
        raw, upload.name, upload.content_type or "application/octet-stream", "uploaded", title, address, day
    )


@require_safe
def review(request: DeskRequest, source: str) -> HttpResponse:
    """The page on the left, its drafts on the right, one of them open to be decided."""
    return _review(request, found(request, source), _asked(request))


def _review(
    request: DeskRequest,
    one: work.Found,
    chosen: int | None,
    form: DraftForm | None = None,
    status: int = 200,
) -> HttpResponse:
    waiting = one.source.waiting
    if chosen is None or not 0 <= chosen < len(one.source.drafts):
        chosen = waiting[0] if waiting else None
    following = [number for number in waiting if chosen is None or number > chosen] or list(waiting)
    context = {
        "one": one,
        "story": shown.story(one, chosen),
        "left_out": shown.left_out(one),
        "drafts": shown.drafts(one, chosen),
        "form": form or (draft_form(one, chosen) if chosen is not None else None),
        "done": len(one.source.decisions),
        "left": len(waiting),
        "next": following[0] + 1 if following else None,
        "people": request.vault.people(),
    }
    return page(request, "monitoring/review.html", context, title=gettext("To check"), status=status)


@require_POST
def decide(request: DeskRequest, source: str, number: int) -> HttpResponse:
    """The page says this; it does not; or take it back."""
    one, draft = found(request, source), number - 1
    act = request.POST.get("act", "")
    try:
        match act:
            case "accept":
                form = draft_form(one, draft, request)
                if not form.is_valid():
                    return _review(request, one, draft, form, status=422)
                _accept(request, one, draft, form)
            case "reject":
                work.write(request.vault, one.log, lambda _, seen: rules.reject(seen, source, draft))
            case "reopen":
                work.write(request.vault, one.log, lambda case, seen: rules.reopen(case, seen, source, draft))
            case _:
                raise Http404
    except Refusal as refusal:
        return refused(request, refusal, back=f"/sources/{source}/?d={number}")
    after = f"?d={number}#d{number}" if act == "reopen" else ""
    return see_other(f"/sources/{source}/{after}")


@require_POST
def keep(request: DeskRequest, source: str, start: int) -> HttpResponse:
    """A line that was left out belongs to the story."""
    one = found(request, source)
    try:
        work.write(request.vault, one.log, lambda _, seen: rules.keep(seen, source, start))
    except Refusal as refusal:
        return refused(request, refusal, back=f"/sources/{source}/")
    return see_other(f"/sources/{source}/")


def found(request: DeskRequest, source: str) -> work.Found:
    """The source, or the one page for absent and forbidden."""
    try:
        return work.find(request.vault, source)
    except work.NoSuchSource:
        raise Http404 from None


def draft_form(one: work.Found, draft: int, request: DeskRequest | None = None) -> DraftForm:
    """The form of one draft, filled in as the program proposes. Raises Refusal if there is no such draft."""
    if not 0 <= draft < len(one.source.drafts):
        raise Refusal("There is no such draft.", "The page may have been read again.", "Open the page anew.")
    proposed = one.source.drafts[draft]
    said = claims.likeliest(proposed)
    initial = {
        "about": shown.likely_subject(one, proposed),
        "says": said,
        "words": str(proposed.value.get("name") or proposed.value.get("observed") or proposed.text),
        "originator": proposed.chain[-1] if proposed.chain else "",
    }
    return DraftForm(
        request.POST if request else None,
        about=shown.subjects(one),
        says=list(claims.choices(proposed, get_language() or "en")),
        initial=initial,
    )


def _accept(request: DeskRequest, one: work.Found, draft: int, form: DraftForm) -> None:
    vault, source, said = request.vault, one.source.archived.fact.source, form.cleaned_data
    proposed, read = one.source.drafts[draft], one.source.read

    def plan(case: CasePicture, sources: Sources) -> Iterable[object]:
        claim = vault.new_id()
        made = list(_subject(request, case, said, one))
        later = ahead(case, made, by=vault.me, at=vault.now())
        about = said["about"] if not made else _made_id(made[0])
        made += cases.claim(
            later,
            id=claim,
            subject=about,
            predicate=said["says"].partition(":")[0],
            value=claims.value(proposed, said["says"], said["words"], read.fact.published if read else None),
            chain=claims.chain(proposed, said["originator"]),
            carrier=source,
            quote=proposed.text,
            language=read.fact.language if read else "und",
            event_time=None,
            start=proposed.start,
            end=proposed.end,
            polarity=claims.polarity(proposed),
            extracted_by=read.fact.extractor if read else None,
        )
        return [*made, *rules.accept(sources, source, draft, claim)]

    work.write(vault, one.log, plan)


def _subject(
    request: DeskRequest, case: CasePicture, said: dict[str, str], one: work.Found
) -> Iterable[object]:
    """Somebody or something new, if that was chosen; it must fit what is said of it."""
    about, wanted = said["about"], claims.subject_of(said["says"])
    is_person = about == PERSON or about in case.people
    if is_person != (wanted is Subject.PERSON):
        raise Refusal(
            "This cannot be said of that.",
            "Names, ages and detention belong to people; places, times and acts to what happened.",
            "Choose whom or what it is about.",
        )
    if about == PERSON:
        return cases.add_person(case, id=request.vault.new_id())
    if about == INCIDENT:
        carrier = one.source.read.fact.carrier if one.source.read else ""
        title = gettext("Told by %(carrier)s") % {"carrier": carrier or gettext("a page")}
        return cases.record_incident(case, id=request.vault.new_id(), title=title)
    return ()


def _made_id(made: object) -> str:
    return str(getattr(made, "person", None) or getattr(made, "incident", ""))


def _asked(request: DeskRequest) -> int | None:
    asked = request.GET.get("d", "")
    return int(asked) - 1 if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
