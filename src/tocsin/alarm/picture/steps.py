# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each entry of the bell log does to one alarm; each function returns the alarm as it stands then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tocsin.alarm import ladder
from tocsin.alarm.facts import bell
from tocsin.alarm.facts.bell import Milestone
from tocsin.alarm.picture.alarm import (
    Alarm,
    Closing,
    Delivery,
    Odd,
    OddKind,
    Out,
    Page,
    PageState,
    Phase,
    Rung,
    Timer,
    Word,
)
from tocsin.vault.ids import MemberId
from tocsin.vault.kinds import Recorded

Entry = Recorded[Any]
Rota = bell.RotaSet | None
Draw = Callable[[Alarm, Entry, Rota], Alarm]


def after(entry: Entry, seconds: int) -> Timer:
    return Timer(entry.id, entry.at, seconds)


def repeated(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    fact = entry.fact
    key = next((one.key for one in alarm.deliveries if one.parcel == fact.parcel), alarm.deliveries[0].key)
    again = Delivery(fact.parcel, fact.lane, fact.relay, key, entry.at)
    return replace(alarm, deliveries=(*alarm.deliveries, again))


def rang(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    """A rung begins: whoever held it let it run out, so nobody does now."""
    fact = entry.fact
    known = {page.id for page in alarm.pages}
    new = tuple(
        Page(one.page, one.code, one.member, one.address, one.token, fact.rung, entry.at)
        for one in fact.pages
        if one.page not in known
    )
    wait = ladder.wait_seconds(rota, fact.rung) if rota else 0
    return replace(
        _unheld(alarm, after(entry, wait)),
        rung=fact.rung,
        rungs=(*alarm.rungs, Rung(fact.rung, entry.at, tuple(one.page for one in fact.pages))),
        pages=alarm.pages + new,
        urged=0,
        wake_too=None,
    )


def handed_off(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    return _page(alarm, entry.fact.page, state=PageState.HANDED_OFF, handed_off_at=entry.at, trouble=None)


def failed(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    """A rung that reaches nobody at all does not wait its time; the rung of everyone keeps its pace."""
    fact = entry.fact
    state = PageState.FAILED if fact.lasting else PageState.PENDING
    alarm = _page(alarm, fact.page, state=state, trouble=fact.cause)
    if not alarm.rungs or alarm.phase is not Phase.RAISED or rota is None:
        return alarm
    current = [alarm.page(page) for page in alarm.rungs[-1].pages]
    dead = all(page is None or page.state is PageState.FAILED for page in current)
    if dead and alarm.rung < ladder.everyone(rota):
        return replace(alarm, ringing=(after(entry, 0),))
    return alarm


def seen(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    """The first answer on a rung puts the next one off by five minutes; a second one buys nothing more."""
    page = alarm.page(entry.fact.page)
    if page is None or page.seen_at is not None:
        return alarm
    # an answered page did arrive, even if the bell was killed before it could write that it left
    alarm = _page(alarm, page.id, seen_at=entry.at, state=PageState.HANDED_OFF)
    if alarm.phase is not Phase.RAISED or alarm.quiet:
        return alarm
    return replace(alarm, quiet=True, ringing=(*alarm.ringing, after(entry, ladder.SEEN_SECONDS)))


def taken(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    if not alarm.live:
        return _odd(alarm, entry, OddKind.TAKEN_AFTER_THE_END)
    if alarm.holder not in (None, entry.by) and alarm.phase_at(entry.at) is Phase.HELD:
        return _odd(alarm, entry, OddKind.TAKEN_TOO)
    if alarm.help_by == entry.by:  # whoever stands beside her could press that button too
        return _odd(alarm, entry, OddKind.TAKEN_BY_WHO_ASKED_FOR_HELP)
    grave = alarm.grave or entry.fact.grave
    lease = after(entry, ladder.GRAVE_LEASE_SECONDS if grave else ladder.LEASE_SECONDS)
    return replace(
        alarm,
        phase=Phase.HELD,
        grave=grave,
        holder=entry.by,
        held_at=alarm.held_at if alarm.holder == entry.by else entry.at,
        first_held_at=alarm.first_held_at or entry.at,
        lease=lease,
        # whoever takes over somebody who is out and silent gets the time of a lease to find her
        outs=tuple(replace(out, timer=lease) for out in alarm.outs),
        help_by=None,
        closing=None,
        ringing=(),
        quiet=False,
    )


def copied(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    fact = entry.fact
    logs = alarm.logs if fact.log in alarm.logs else (*alarm.logs, fact.log)
    return replace(alarm, logs=logs, copied=alarm.copied | set(fact.parcels))


def given_back(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    if alarm.phase is not Phase.HELD or alarm.holder != entry.by:
        return _odd(alarm, entry, OddKind.GIVEN_BACK_BY_ANOTHER)
    return replace(_unheld(alarm, at_once(entry)), wake_too=entry.fact.to)


def milestone(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    what, who = entry.fact.what, entry.fact.of or entry.by
    alarm = replace(alarm, words=(*alarm.words, Word(what, who, entry.at)))
    if what is Milestone.HELP:
        rung = ladder.everyone(rota) if rota else 0
        alarm = replace(_unheld(alarm, at_once(entry)), help_by=who, urged=rung)
    elif alarm.phase is Phase.CLOSED:
        return _odd(alarm, entry, OddKind.WORD_AFTER_THE_END)
    owed = after(entry, ladder.WORD_SECONDS)
    outs = _outs(alarm.outs, what, who, entry, owed)
    return replace(alarm, outs=outs, lease=owed if alarm.phase is Phase.HELD else alarm.lease)


def close_asked(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    if alarm.phase is not Phase.HELD or alarm.holder != entry.by:
        return _odd(alarm, entry, OddKind.CLOSE_ASKED_BY_ANOTHER)
    grave = alarm.grave or entry.fact.grave
    seconds = ladder.GRAVE_SECOND_PERSON_SECONDS if grave else ladder.SECOND_PERSON_SECONDS
    closing = Closing(entry.by, entry.at, entry.fact.reason, after(entry, seconds))
    return replace(alarm, phase=Phase.SECOND, grave=grave, closing=closing)


def close_doubted(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    return _unheld(alarm, at_once(entry)) if alarm.phase is Phase.SECOND else alarm


def closed(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    """One person's word given twice does not close it where somebody else could have agreed."""
    closing = alarm.closing
    alone = rota is not None and len(ladder.responders(rota)) == 1
    if alarm.phase is not Phase.SECOND or closing is None or (closing.by == entry.by and not alone):
        return _odd(alarm, entry, OddKind.CLOSED_ALONE)
    closing = replace(closing, closed_by=entry.by, closed_at=entry.at)
    return replace(alarm, phase=Phase.CLOSED, closing=closing, ringing=(), outs=())


def converted(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    """The case has its own clocks, but whoever is out is still owed hers."""
    if alarm.phase is not Phase.HELD:
        return replace(_odd(alarm, entry, OddKind.CASE_WHILE_UNHELD), handle=entry.fact.handle)
    return replace(alarm, phase=Phase.CONVERTED, handle=entry.fact.handle)


def reopened(alarm: Alarm, entry: Entry, rota: Rota) -> Alarm:
    if alarm.live:
        return alarm
    return replace(_unheld(alarm, at_once(entry)), rung=-1)


def at_once(entry: Entry) -> Timer:
    return after(entry, 0)


def _unheld(alarm: Alarm, timer: Timer) -> Alarm:
    return replace(
        alarm,
        phase=Phase.RAISED,
        ringing=(timer,),
        quiet=False,
        holder=None,
        held_at=None,
        lease=None,
        closing=None,
    )


def _outs(
    outs: tuple[Out, ...], what: Milestone, who: MemberId, entry: Entry, owed: Timer
) -> tuple[Out, ...]:
    known = next((out for out in outs if out.member == who), None)
    others = tuple(out for out in outs if out.member != who)
    if what is Milestone.LEFT:
        return others
    if known is None:
        known = Out(who, None, None, owed)
        if what not in (Milestone.SET_OUT, Milestone.ARRIVED):
            return outs
    if what is Milestone.SET_OUT:
        known = replace(known, set_out_at=entry.at)
    elif what is Milestone.ARRIVED:
        known = replace(known, arrived_at=entry.at)
    return (*others, replace(known, timer=owed))


def _page(alarm: Alarm, page: str, **changes: Any) -> Alarm:
    return replace(
        alarm, pages=tuple(replace(one, **changes) if one.id == page else one for one in alarm.pages)
    )


def _odd(alarm: Alarm, entry: Entry, what: OddKind) -> Alarm:
    return replace(alarm, odd=(*alarm.odd, Odd(what, entry.by, entry.at)))


STEPS: Mapping[type, Draw] = {
    bell.AlarmRepeated: repeated,
    bell.AlarmRang: rang,
    bell.PageHandedOff: handed_off,
    bell.PageFailed: failed,
    bell.AlarmSeen: seen,
    bell.AlarmTaken: taken,
    bell.AlarmCopied: copied,
    bell.AlarmGivenBack: given_back,
    bell.AlarmMilestone: milestone,
    bell.CloseAsked: close_asked,
    bell.CloseDoubted: close_doubted,
    bell.AlarmClosed: closed,
    bell.AlarmConverted: converted,
    bell.AlarmReopened: reopened,
}
