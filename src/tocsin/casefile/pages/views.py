# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that show a case, and the list of those this member can open.

A case that is absent and one that is not hers give the same "nothing is here".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tocsin.casefile import rules, work
from tocsin.casefile.pages.shown import accounts, claims, detention, frame, summary, timeline
from tocsin.casefile.pages.shown.reader import Reader, Row, lang_of
from tocsin.casefile.picture import Dispute, disputes, legal_clocks
from tocsin.casefile.picture.clocks import open_deadlines
from tocsin.vault.files import FileNotHere
from tocsin.vault.ids import LogId
from tocsin.web import DeskRequest, page

_ON_THE_FIRST_PAGE = 12
_CLAIMS_PER_PAGE = 100
_UNOPENED = "application/octet-stream"
_SHOWN_AS_IS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def opened(request: DeskRequest, code: str) -> tuple[LogId, Reader]:
    """The case of an address, or "nothing is here"."""
    try:
        log, picture = work.find(request.vault, code)
    except work.NoSuchCase:
        raise Http404 from None
    return log, Reader(request.vault, picture)


@require_safe
def cases(request: DeskRequest) -> HttpResponse:
    """Codes, titles, people counted: no name of anybody at risk stands in a list."""
    rows = [_listed(Reader(request.vault, picture)) for _, picture in work.cases(request.vault)]
    rows.sort(key=lambda row: row["last"], reverse=True)
    return page(request, "casefile/cases.html", {"rows": rows}, title=gettext("Cases"))


def _listed(reader: Reader) -> Row:
    picture = reader.picture
    without = [row for row in summary.counsel(reader) if not row["met"]]
    return {
        "code": picture.code,
        "title": picture.opened.fact.title if picture.opened else "",
        "lead": reader.member(picture.opened.fact.lead) if picture.opened else "",
        "people": len(detention.affected(reader)),
        "minors": sum(detention.is_minor(reader, person) for person in detention.affected(reader)),
        "differ": len(disputes(picture)),
        "without": without[0] if without else None,
        "clock": next(iter(summary.runs_out(reader)), None),
        "newer": picture.read_only,
        "last": picture.last,
        "changed": reader.wall.moment(picture.last) if picture.last else "",
    }


def _disputed(found: Sequence[Dispute]) -> dict[str, str]:
    return {
        claim.fact.claim: each.id for each in found for account in each.accounts for claim in account.claims
    }


@require_safe
def case(request: DeskRequest, code: str) -> HttpResponse:
    """Now, without a lawyer since, what runs out next; then disputes, where held, the timeline."""
    log, reader = opened(request, code)
    found = disputes(reader.picture)
    lines, line, older = timeline.rows(reader, _disputed(found), _ON_THE_FIRST_PAGE)
    context = {
        **frame.around(reader, log, ""),
        "people": summary.people(reader),
        "counsel": summary.counsel(reader),
        "runs_out": summary.runs_out(reader),
        "disputes": accounts.rows(reader, found),
        "traces": detention.rows(reader, line),
        "key": detention.legend(),
        "days": timeline.days(reader, line),
        "lines": lines,
        "older": timeline.older(older) if older else "",
    }
    return page(request, "casefile/case.html", context, title=code)


@require_safe
def timeline_page(request: DeskRequest, code: str) -> HttpResponse:
    """Every row of the timeline."""
    log, reader = opened(request, code)
    lines, line, _older = timeline.rows(reader, _disputed(disputes(reader.picture)))
    context = {"lines": lines, "days": timeline.days(reader, line)}
    return page(
        request, "casefile/timeline.html", {**frame.around(reader, log, "timeline/"), **context}, title=code
    )


@require_safe
def claims_page(request: DeskRequest, code: str) -> HttpResponse:
    """Every claim, a hundred to a page, newest last; ``after`` is the last one of the page before."""
    log, reader = opened(request, code)
    disputed = _disputed(disputes(reader.picture))
    every = list(reader.picture.claims.values())
    keys = [claim.fact.claim for claim in every]
    after = request.GET.get("after", "")
    start = keys.index(after) + 1 if after in keys else 0
    shown = every[start : start + _CLAIMS_PER_PAGE]
    context = {
        "rows": claims.rows(reader, shown, disputed),
        "total": len(every),
        "next": shown[-1].fact.claim if start + _CLAIMS_PER_PAGE < len(every) else "",
        "before": bool(start),
        "withdraw": gettext("Withdraw"),
    }
    return page(
        request, "casefile/claims.html", {**frame.around(reader, log, "claims/"), **context}, title=code
    )


@require_safe
def detention_page(request: DeskRequest, code: str) -> HttpResponse:
    """Where each was held, and every legal clock with its basis."""
    log, reader = opened(request, code)
    line = timeline.line(reader)
    clocks = [summary.clock(reader, each) for each in legal_clocks(reader.picture, reader.now, reader.zone)]
    context = {
        "traces": detention.rows(reader, line),
        "key": detention.legend(),
        "days": timeline.days(reader, line),
        "clocks": clocks,
        "deadlines": [summary.deadline(reader, entry) for entry in open_deadlines(reader.picture)],
    }
    return page(
        request, "casefile/detention.html", {**frame.around(reader, log, "detention/"), **context}, title=code
    )


@require_safe
def evidence_page(request: DeskRequest, code: str) -> HttpResponse:
    """Every source, what it carries, and the sealed files with their hashes."""
    log, reader = opened(request, code)
    carried: dict[str, int] = {}
    for claim in reader.picture.live():
        carried[claim.fact.carrier] = carried.get(claim.fact.carrier, 0) + 1
    rows = [_source(reader, key, carried.get(key, 0)) for key in reader.picture.sources]
    seen = work.scene(request.vault, reader.picture).observations
    context = {
        **frame.around(reader, log, "evidence/"),
        "rows": rows,
        "photos": sum(len(entry.fact.photos) for entry in seen),
        "fresh": len(rules.not_taken_over(reader.picture, seen)),
    }
    return page(request, "casefile/evidence.html", context, title=code)


def _source(reader: Reader, key: str, carried: int) -> Row:
    entry = reader.picture.sources[key]
    fact = entry.fact
    return {
        "id": key,
        "title": fact.title,
        "kind": reader.term("evidence_kind", fact.evidence_kind),
        "who": ", ".join(part for part in (fact.author, fact.publisher) if part),
        "published": reader.wall.time(fact.published) if fact.published else None,
        "lang": lang_of(fact.language),
        "url": fact.url,
        "claims": carried,
        "recorded": f"{reader.member(entry.by)}, {reader.wall.moment(entry.at)}",
        "files": [
            {
                "number": number,
                "size": file.size,
                "hash": f"sha256 {file.sha256}",
                "image": file.media_type in _SHOWN_AS_IS,
            }
            for number, file in enumerate(fact.files)
        ],
    }


@require_safe
def evidence_file(
    request: DeskRequest, code: str, source: str, number: int
) -> HttpResponse | StreamingHttpResponse:
    """The original bytes. Only plain pictures are shown; everything else is handed over unopened."""
    log, reader = opened(request, code)
    entry = reader.picture.sources.get(source)
    if entry is None or number >= len(entry.fact.files):
        raise Http404
    file = entry.fact.files[number]
    ending = _SHOWN_AS_IS.get(file.media_type)
    try:
        chunks: Iterator[bytes] = request.vault.read_file(log, file)
        first = next(chunks, b"")
    except FileNotHere:
        raise Http404 from None
    response = StreamingHttpResponse(
        chain((first,), chunks), content_type=file.media_type if ending else _UNOPENED
    )
    # Never the name it came with: that would stand in a download folder and in a browser's history.
    kept_as = f"{code}-{list(reader.picture.sources).index(source) + 1}-{number + 1}.{ending or 'bin'}"
    response.headers["Content-Disposition"] = f'{"inline" if ending else "attachment"}; filename="{kept_as}"'
    response.headers["Content-Length"] = str(file.size)
    return response


@require_safe
def visits_page(request: DeskRequest, code: str) -> HttpResponse:
    """Attempts to reach somebody, newest first, and every question with what came back."""
    log, reader = opened(request, code)
    visits = [_visit(reader, key) for key in reversed(list(reader.picture.visits))]
    questions = [detention.question(reader, entry) for entry in reader.picture.questions.values()]
    context = {**frame.around(reader, log, "visits/"), "visits": visits, "questions": questions[::-1]}
    return page(request, "casefile/visits.html", context, title=code)


def _visit(reader: Reader, key: str) -> Row:
    fact = reader.picture.visits[key].fact
    official = fact.answered_by
    yes_no = {True: gettext("yes"), False: gettext("no"), None: gettext("nobody wrote it down")}
    return {
        "outcomes": summary.outcomes(reader, fact.outcomes),
        "people": reader.names(fact.people),
        "lawyer": fact.lawyer,
        "place": fact.place.text,
        "arrived": reader.wall.time(fact.arrived),
        "left": reader.wall.time(fact.left)["words"] if fact.left else "",
        "words": [{"text": quote.text, "lang": lang_of(quote.lang)} for quote in fact.words],
        "official": ", ".join(
            p for p in (official.name, official.rank, official.badge, official.described) if p
        ),
        "asked": fact.asked,
        "shown": ", ".join(fact.documents_shown),
        "others": fact.others_present,
        "in_writing": yes_no[fact.refusal_in_writing],
        "condition": fact.condition_seen,
        "next": fact.next_step,
    }


@require_safe
def circle_page(request: DeskRequest, code: str) -> HttpResponse:
    """Who may open this case, and for its lead the means to change it."""
    log, reader = opened(request, code)
    readers = request.vault.readers(log)
    people = request.vault.people()
    leads = reader.picture.opened is not None and reader.picture.opened.fact.lead == request.vault.me
    context = {
        "inside": [
            {"id": key, "name": reader.member(key), "me": key == request.vault.me}
            for key in sorted(readers, key=reader.member)
        ],
        "outside": [
            {"id": key, "name": card.name}
            for key, card in people.items()
            if key not in readers and not card.suspended
        ],
        "leads": leads,
    }
    return page(
        request, "casefile/circle.html", {**frame.around(reader, log, "circle/"), **context}, title=code
    )
