# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk's pages of alarms: the list, one alarm, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tocsin.alarm import ladder, work
from tocsin.alarm.facts import CloseReason, RotaSet
from tocsin.alarm.pages.forms import Close, Give
from tocsin.alarm.pages.shown import row, rungs, telling, words
from tocsin.alarm.pages.shown.names import Name, Names
from tocsin.alarm.picture import Alarm, AlarmBook
from tocsin.alarm.rules import TakenBy
from tocsin.vault.ids import MemberId
from tocsin.vault.refusals import Refusal
from tocsin.web import DeskRequest, page, see_other
from tocsin.web.answers import refused

PAST_AT_ONCE = 50


@require_safe
def alarms(request: DeskRequest) -> HttpResponse:
    """The live ones as on the board, then what is over, newest first."""
    book, names, now = work.book(request.vault), Names(request.vault), request.vault.now()
    over = [alarm for alarm in reversed(tuple(book.alarms.values())) if not alarm.live]
    start = _number(request.GET.get("from", ""))
    shown = [row.row(alarm, book, names, now) for alarm in over[start : start + PAST_AT_ONCE]]
    context = {
        "rows": row.rows(book, names, now),
        "over": shown,
        "older": start + PAST_AT_ONCE if len(over) > start + PAST_AT_ONCE else 0,
    }
    return page(request, "alarm/alarms.html", context, title=gettext("Alarms"))


@require_safe
def alarm(request: DeskRequest, code: str) -> HttpResponse:
    """Who holds it and the one button; what was heard; who is being woken."""
    found = _find(request, code)
    return page(request, "alarm/alarm.html", shown(request, found), title=found.code)


def shown(request: DeskRequest, found: Alarm) -> dict[str, object]:
    """Everything the alarm's page draws."""
    vault = request.vault
    book, names, now = work.book(vault), Names(vault), vault.now()
    heard = work.heard(vault, found)
    gist = telling.gist(heard)
    lease = ladder.GRAVE_LEASE_SECONDS if found.grave or work.grave(heard) else ladder.LEASE_SECONDS
    explained = work.file_of(vault, found).explained
    return {
        "row": row.row(found, book, names, now),
        "alarm": found,
        "gist": gist,
        "tellings": telling.tellings(heard),
        "heard": heard,
        "reads_too": [(one, words.READS_TOO.get(one, words.NOT_KNOWN)) for one in _lanes(heard)],
        "ladder": rungs.ladder_shown(found, book, names, now),
        "until": _after(now, lease),
        "mine": found.holder_at(now) == vault.me,
        "may_take": _may_take(book.rota, vault.me, heard),
        "asked_by_me": found.closing is not None and found.closing.by == vault.me,
        "alone": book.rota is not None and len(ladder.responders(book.rota)) == 1,
        "others": _others(book, vault.me, names),
        "reasons": [(one.value, words.REASONS[one]) for one in CloseReason],
        "explained": [(names(entry.by), entry.at, entry.fact.words) for entry in explained],
        "words": [(names(one.by), words.MILESTONES[one.what], one.at) for one in found.words],
        "odd": [(names(one.by), words.ODD[one.what], one.at) for one in found.odd],
        "asked_help": names(found.help_by) if found.help_by else None,
    }


@require_POST
def take(request: DeskRequest, code: str) -> HttpResponse:
    """Hers from now on; or somebody else's, and then the page says whose."""
    return _act(request, code, lambda: work.take(request.vault, code))


@require_POST
def give(request: DeskRequest, code: str) -> HttpResponse:
    """Let go of it; it rings at once, for one colleague by name if she was chosen."""
    form = Give(request.POST)
    form.is_valid()
    to = MemberId(form.cleaned_data.get("to", ""))
    known = to if to in request.vault.people() else None
    return _act(request, code, lambda: work.give_back(request.vault, code, known))


@require_POST
def close(request: DeskRequest, code: str) -> HttpResponse:
    """Say that it is over; a second person has to agree."""
    form = Close(request.POST)
    if not form.is_valid():
        refusal = Refusal(
            gettext("No reason was given."),
            gettext("The second person decides by it."),
            gettext("Choose one, then ask again."),
        )
        return refused(request, refusal, back=f"/alarms/{code}/")
    reason, why = CloseReason(form.cleaned_data["reason"]), form.cleaned_data["words"]
    return _act(request, code, lambda: work.ask_close(request.vault, code, reason, why))


@require_POST
def confirm(request: DeskRequest, code: str) -> HttpResponse:
    """The second person's yes, or her no, which makes it ring."""
    decide = work.agree if request.POST.get("answer") == "yes" else work.doubt
    return _act(request, code, lambda: decide(request.vault, code))


@require_POST
def reopen(request: DeskRequest, code: str) -> HttpResponse:
    """Make it ring again."""
    return _act(request, code, lambda: work.reopen(request.vault, code))


def _act(request: DeskRequest, code: str, act: Callable[[], None]) -> HttpResponse:
    back = f"/alarms/{code}/"
    try:
        act()
    except work.NoSuchAlarm:
        raise Http404 from None
    except TakenBy as taken:
        return refused(request, _named(request, taken), back=back)
    except Refusal as refusal:
        return refused(request, refusal, back=back)
    return see_other(back)


def _named(request: DeskRequest, taken: TakenBy) -> Refusal:
    """The same refusal with the holder's name: a rule knows ids only."""
    name = Names(request.vault)(taken.holder).text
    return Refusal(gettext("%s holds this alarm.") % name, taken.means, taken.do)


def _find(request: DeskRequest, code: str) -> Alarm:
    try:
        return work.find(request.vault, code)
    except work.NoSuchAlarm:
        raise Http404 from None


def _may_take(rota: RotaSet | None, me: MemberId, heard: tuple[work.Heard, ...]) -> bool:
    on_call = rota is not None and me in ladder.responders(rota)
    return on_call or any(one.reading is work.Reading.OPEN for one in heard)


def _others(book: AlarmBook, me: MemberId, names: Names) -> list[tuple[MemberId, Name]]:
    people = ladder.responders(book.rota) if book.rota else ()
    return [(who, names(who)) for who in people if who != me]


def _lanes(heard: tuple[work.Heard, ...]) -> list[str]:
    return list(dict.fromkeys(one.lane for one in heard))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _after(now: datetime, seconds: int) -> datetime:
    return now + timedelta(seconds=seconds)
