# SPDX-License-Identifier: AGPL-3.0-or-later
"""An alarm in one line: who, until when, according to whom. Board, list and hero all draw from this.

Nothing here comes from what callers said, so a colleague may look over the shoulder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from tocsin.alarm import ladder
from tocsin.alarm.facts import RotaSet
from tocsin.alarm.pages.shown import words
from tocsin.alarm.pages.shown.names import Name, Names
from tocsin.alarm.picture import Alarm, AlarmBook, Page, PageState, Phase

STATES = {
    "unheld": gettext_lazy("Nobody holds it"),
    "seen": gettext_lazy("Seen, not yet taken"),
    "held": gettext_lazy("Held"),
    "second": gettext_lazy("Second person needed"),
    "closed": gettext_lazy("Closed"),
    "case": gettext_lazy("A case carries it on"),
}
ORDER = ("unheld", "seen", "held", "second", "case", "closed")
HOT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Clock:
    """The big figure of a row: an hour on the wall, or how long nobody has held it."""

    at: datetime
    length: timedelta
    up: bool
    tone: str


@dataclass(frozen=True, slots=True)
class Woken:
    """One of our people and how far the pages to her got."""

    name: Name
    how: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the templates draw."""

    alarm: Alarm
    code: str
    state: str
    word: str | Promise
    lane: str | Promise
    deliveries: int
    clock: Clock | None
    holder: Name | None
    rung: str
    woken: tuple[Woken, ...]
    again: datetime | None
    next_step: str
    next_is_all: bool
    every_minutes: int
    seen_by: Name | None
    seen_at: datetime | None
    last_word: str
    last_word_at: datetime | None
    last_word_by: Name | None
    asked_by: Name | None
    asked_at: datetime | None
    reason: str | Promise

    @property
    def shape(self) -> str:
        """The ``data-is`` value: a case that carries it on is drawn like a closed one."""
        return "closed" if self.state == "case" else self.state


def state_of(alarm: Alarm, now: datetime) -> str:
    """The one word that everything else hangs on."""
    phase = alarm.phase_at(now)
    if phase is Phase.RAISED:
        return "seen" if alarm.seen_at(now) else "unheld"
    return {"held": "held", "second": "second", "converted": "case", "closed": "closed"}[phase.value]


def row(alarm: Alarm, book: AlarmBook, names: Names, now: datetime) -> Row:
    """One alarm for a list."""
    state = state_of(alarm, now)
    holder = alarm.holder_at(now)
    seen = _last_seen(alarm)
    word = alarm.words[-1] if alarm.words else None
    next_rung = ladder.recipients(book.rota, alarm.next_rung)[0] if book.rota else 0
    closing = alarm.closing
    return Row(
        alarm=alarm,
        code=alarm.code,
        state=state,
        word=STATES[state],
        lane=words.lane(alarm.deliveries[0].lane),
        deliveries=len(alarm.deliveries),
        clock=_clock(alarm, state, now),
        holder=names(holder) if holder else None,
        rung=rung_words(alarm, book.rota),
        woken=_woken(alarm, names),
        again=alarm.due if alarm.due and alarm.due > now else None,
        next_step=step_words(next_rung, book.rota) if book.rota else "",
        next_is_all=book.rota is not None and next_rung >= ladder.everyone(book.rota),
        every_minutes=(book.rota.repeat_seconds + 59) // 60 if book.rota else 5,
        seen_by=names(seen.member) if seen else None,
        seen_at=seen.seen_at if seen else None,
        last_word=str(words.MILESTONES[word.what]) if word else "",
        last_word_at=word.at if word else None,
        last_word_by=names(word.by) if word else None,
        asked_by=names(closing.by) if closing else None,
        asked_at=closing.at if closing else None,
        reason=words.REASONS[closing.reason] if closing else "",
    )


def rows(book: AlarmBook, names: Names, now: datetime) -> list[Row]:
    """The live ones: unheld, seen, held, closing; in each the one that runs out first on top."""
    live = [row(alarm, book, names, now) for alarm in book.live()]
    return sorted(live, key=lambda one: (ORDER.index(one.state), _urgency(one)))


def _urgency(one: Row) -> datetime:
    if one.state in ("unheld", "seen"):
        return one.alarm.received_at
    return one.alarm.due or one.alarm.received_at


def rung_words(alarm: Alarm, rota: RotaSet | None) -> str:
    """Who the present rung wakes, in words."""
    if alarm.rung < 0 or rota is None:
        return gettext("Nobody yet")
    return step_words(alarm.rung, rota)


def step_words(rung: int, rota: RotaSet) -> str:
    if rung >= ladder.everyone(rota):
        return gettext("all on call")
    named = (gettext("first on call"), gettext("second on call"), gettext("third on call"))
    return named[rung] if rung < len(named) else gettext("step %d") % (rung + 1)


def _clock(alarm: Alarm, state: str, now: datetime) -> Clock | None:
    if state == "unheld":
        return Clock(alarm.received_at, now - alarm.received_at, True, "unheld")
    due = alarm.due
    if due is None:
        return None
    tone = "soon" if state == "seen" or due - now <= HOT else ""
    return Clock(due, due - now, False, tone)


def _last_seen(alarm: Alarm) -> Page | None:
    seen = [page for page in alarm.pages if page.seen_at is not None]
    return max(seen, key=lambda page: page.seen_at or page.at, default=None)


def _woken(alarm: Alarm, names: Names) -> tuple[Woken, ...]:
    """The people of the present rung, each with the best that can be said of her pages."""
    if not alarm.rungs:
        return ()
    wanted = set(alarm.rungs[-1].pages)
    pages = [page for page in alarm.pages if page.id in wanted]
    people = dict.fromkeys(page.member for page in pages)
    return tuple(Woken(names(who), how([page for page in pages if page.member == who])) for who in people)


def how(pages: Sequence[Page]) -> str:
    """Seen, sent, trying, or refused: the best of several addresses."""
    if any(page.seen_at for page in pages):
        return gettext("followed the link")
    if any(page.state is PageState.HANDED_OFF for page in pages):
        return gettext("page sent, no answer")
    if all(page.state is PageState.FAILED for page in pages):
        return gettext("not reached")
    return gettext("page is being sent")


def strip_codes(book: AlarmBook, now: datetime) -> list[str]:
    """Codes for the red strip: alarms that nobody holds."""
    live = [alarm for alarm in book.live() if state_of(alarm, now) == "unheld"]
    return [alarm.code for alarm in sorted(live, key=lambda alarm: alarm.received_at)]


def people_words(count: int) -> str:
    return ngettext("%d person", "%d people", count) % count
