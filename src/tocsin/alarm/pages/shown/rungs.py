# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is being woken: the rungs that rang, each page with how far it got, and the one that comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext

from tocsin.alarm import ladder
from tocsin.alarm.facts import RotaSet
from tocsin.alarm.notice import scheme_of
from tocsin.alarm.pages.shown import words
from tocsin.alarm.pages.shown.names import Name, Names
from tocsin.alarm.pages.shown.row import step_words
from tocsin.alarm.picture import Alarm, AlarmBook, Page, PageState, Phase, Rung

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One page: which line, and how it went."""

    line: str | Promise
    state: str
    word: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Person:
    """One of ours on this rung."""

    name: Name
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RungShown:
    """One rung that rang."""

    at: datetime
    step: str
    people: tuple[Person, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class LadderShown:
    """The whole ladder; ``earlier`` counts rungs that are not drawn."""

    step: str
    rungs: tuple[RungShown, ...]
    earlier: int
    next_at: datetime | None
    next_step: str
    next_is_all: bool
    every_minutes: int
    rings: bool


def ladder_shown(alarm: Alarm, book: AlarmBook, names: Names, now: datetime) -> LadderShown | None:
    """None when there is no rota: then nobody is being woken, and the page must say so."""
    rota = book.rota
    if rota is None:
        return None
    rings = alarm.phase_at(now) is Phase.RAISED
    drawn = alarm.rungs[-SHOWN:]
    last = alarm.rungs[-1] if alarm.rungs else None
    number, _ = ladder.recipients(rota, alarm.next_rung)
    return LadderShown(
        step=step_words(alarm.rung, rota) if last else "",
        rungs=tuple(_rung(alarm, rung, rota, names, current=rings and rung is last) for rung in drawn),
        earlier=len(alarm.rungs) - len(drawn),
        next_at=alarm.due,
        next_step=step_words(number, rota),
        next_is_all=number >= ladder.everyone(rota),
        every_minutes=(rota.repeat_seconds + 59) // 60,
        rings=rings,
    )


def _rung(alarm: Alarm, rung: Rung, rota: RotaSet, names: Names, *, current: bool) -> RungShown:
    wanted = set(rung.pages)
    pages = [page for page in alarm.pages if page.id in wanted]
    people = tuple(
        Person(names(who), tuple(_line(page) for page in pages if page.member == who))
        for who in dict.fromkeys(page.member for page in pages)
    )
    return RungShown(rung.at, step_words(rung.number, rota), people, current)


def _line(page: Page) -> Line:
    scheme = scheme_of(page.address)
    line = words.LINES.get(scheme, scheme)
    if page.seen_at:
        return Line(line, "seen", gettext("seen"), page.seen_at)
    if page.state is PageState.HANDED_OFF:
        return Line(line, "wait", gettext("sent, no answer"), page.handed_off_at)
    if page.state is PageState.FAILED or page.trouble:
        return Line(line, "refused", str(words.TROUBLES[page.trouble]) if page.trouble else "", None)
    return Line(line, "wait", gettext("being sent"), None)
