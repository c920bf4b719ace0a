# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the bell may write: a parcel came, a rung rings, a page left or did not, a link was followed.

It decides from ids and times alone, so an unreadable parcel rings like any other.
"""

from __future__ import annotations

from typing import Protocol

from tocsin.alarm import ladder
from tocsin.alarm.facts.bell import (
    AlarmRang,
    AlarmReceived,
    AlarmRepeated,
    AlarmSeen,
    FailureCause,
    PageFailed,
    PageHandedOff,
    PageTo,
    RotaSet,
)
from tocsin.alarm.picture import Alarm, AlarmBook, PageState
from tocsin.vault.ids import MemberId, ParcelId

MOST_DELIVERIES = 20


class Fresh(Protocol):
    """New random marks; passed in, so that a rule stays a plain function."""

    def new_id(self) -> str: ...

    def code(self, prefix: str) -> str: ...


def receive(
    book: AlarmBook, fresh: Fresh, *, parcel: ParcelId, lane: str, relay: str, key: str
) -> AlarmReceived | AlarmRepeated | None:
    """The same bytes, or its sender's mark on an alarm that still runs: one more delivery. All else rings.

    None once the same bytes came so often that writing it down again would only fill the log.
    """
    known = book.by_parcel.get(parcel)
    if known is None and key:
        marked = book.by_mark.get((lane, key))
        known = marked if marked is not None and book.alarms[marked].live else None
    if known is not None:
        if sum(one.parcel == parcel for one in book.alarms[known].deliveries) >= MOST_DELIVERIES:
            return None
        return AlarmRepeated(alarm=known, parcel=parcel, lane=lane, relay=relay)
    code = fresh.code("A")
    while book.alarm(code) is not None:
        code = fresh.code("A")
    return AlarmReceived(alarm=fresh.new_id(), code=code, parcel=parcel, lane=lane, relay=relay, key=key)


def ring(rota: RotaSet | None, alarm: Alarm | None, fresh: Fresh, *, name: str = "") -> AlarmRang | None:
    """The next rung, or the first of an alarm just received as ``name``; None if it reaches nobody."""
    if rota is None:
        return None
    wanted = alarm.next_rung if alarm else 0
    rung, members = ladder.recipients(rota, wanted)
    if alarm and alarm.wake_too and ladder.addresses(rota, alarm.wake_too):
        members = tuple(dict.fromkeys((*members, alarm.wake_too)))
    if not members:
        return None
    pages = tuple(
        _page(alarm, fresh, member, address)
        for member in members
        for address in ladder.addresses(rota, member)
    )
    return AlarmRang(alarm=alarm.id if alarm else name, rung=rung, pages=pages)


def _page(alarm: Alarm | None, fresh: Fresh, member: MemberId, address: str) -> PageTo:
    """A page to this address that never left is sent again as itself, not beside itself."""
    for page in reversed(alarm.pages if alarm else ()):
        if page.address == address and page.member == member and page.state is PageState.PENDING:
            return PageTo(page=page.id, code=page.code, member=member, address=address, token=page.token)
    return PageTo(
        page=fresh.new_id(), code=fresh.code("P"), member=member, address=address, token=fresh.new_id()
    )


def see(book: AlarmBook, token: str) -> AlarmSeen | None:
    """Somebody followed a link. None when it is no link of ours, was used before, or the alarm is over."""
    found = book.paged(token) if token else None
    if found is None:
        return None
    alarm, page = found
    if not alarm.live or page.seen_at is not None:
        return None
    return AlarmSeen(alarm=alarm.id, page=page.id)


def handed_off(alarm: Alarm, page: str) -> PageHandedOff | None:
    """The line took the page; said once."""
    known = alarm.page(page)
    if known is None or known.state is PageState.HANDED_OFF:
        return None
    return PageHandedOff(alarm=alarm.id, page=page)


def failed(alarm: Alarm, page: str, cause: FailureCause, *, lasting: bool) -> PageFailed | None:
    """The line did not take it. A passing failure is written once: the sender tries for hours."""
    known = alarm.page(page)
    if known is None or known.state is not PageState.PENDING:
        return None
    if not lasting and known.trouble is cause:
        return None
    return PageFailed(alarm=alarm.id, page=page, cause=cause, lasting=lasting)
