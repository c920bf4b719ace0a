# SPDX-License-Identifier: AGPL-3.0-or-later
"""The case now: who and where according to whom, how long without a lawyer, what runs out next.

A person's status is never stated as present: it is what somebody said, as of when (R-11).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext, gettext_noop

from tocsin.casefile.facts import DeadlineNoted
from tocsin.casefile.pages.shown.detention import affected, is_minor
from tocsin.casefile.pages.shown.reader import Reader, Row
from tocsin.casefile.picture import last_status, legal_clocks, protection, taken, without_counsel
from tocsin.casefile.picture.clocks import (
    ClockState,
    LegalClock,
    WithoutCounsel,
    open_deadlines,
    state_at,
)
from tocsin.casefile.picture.detention import NOT_HELD, Reach, Stretch
from tocsin.casefile.picture.people import years
from tocsin.vault.kinds import Recorded
from tocsin.web.templatetags.tocsin import span

_SHAPES = {
    "held_unacknowledged": "refused",
    "held_whereabouts_withheld": "refused",
    "in_transfer": "way",
    "missing": "unknown",
    "unknown": "unknown",
    **dict.fromkeys(NOT_HELD, "met"),
    "dead": "closed",
}
_OUTCOMES = {
    "met_private": "met",
    "met_not_private": "met",
    "present_at_questioning": "met",
    "delayed": "wait",
}
_MOST_CLOCKS = 4
_A_MINUTE = timedelta(minutes=1)


def people(reader: Reader) -> list[Row]:
    """Everyone the case is about, with what was last said of them."""
    return [_person(reader, person) for person in affected(reader)]


def _person(reader: Reader, person: str) -> Row:
    minor = is_minor(reader, person)
    until = protection(reader.picture, person, reader.zone).until if minor else None
    return {
        **reader.title(person),
        "id": person,
        "ages": gettext(" or ").join(map(str, years(reader.picture, person))),
        "minor": minor,
        "until": until,
        "statuses": _statuses(reader, person),
    }


def _statuses(reader: Reader, person: str) -> list[Row]:
    said = last_status(reader.picture, person, reader.now)
    if not said:
        since = taken(reader.picture, person)
        when = gettext("since %s") % reader.wall.reach(since) if since else ""
        return [{"is": "unknown", "word": gettext("Nothing known"), "when": when, "by": "", "quotes": []}]
    rows = [_status(reader, stretch) for stretch in said]
    ended = [stretch for stretch in said if stretch.held and _closed_by_source(stretch)]
    if ended and len(ended) == len(said):
        when = gettext("since %s") % (_until(ended[-1]) or reader.wall.reach(ended[-1].end))
        rows = [{**row, "past": True} for row in rows]
        rows.insert(0, {"is": "unknown", "word": gettext("Unknown"), "when": when, "by": "", "quotes": []})
    return rows


def _closed_by_source(stretch: Stretch) -> bool:
    return any(claim.fact.until for claim in stretch.claims)


def _until(stretch: Stretch) -> str:
    return next((claim.fact.until.text for claim in stretch.claims if claim.fact.until), "")


def _status(reader: Reader, stretch: Stretch) -> Row:
    code = stretch.status or "unknown"
    when = gettext("as of %s") % reader.wall.reach(stretch.begin)
    return {
        "is": "differ" if stretch.differs else _SHAPES.get(code, "wait"),
        "word": reader.term("detention_status", code),
        "when": when,
        "by": "; ".join(reader.by(claim) for claim in stretch.claims),
        "quotes": [quote for claim in stretch.claims for quote in claim.fact.quotes],
    }


def counsel(reader: Reader) -> list[Row]:
    """The hours without a lawyer, for those taken together."""
    rows = without_counsel(reader.picture, reader.now)
    return [_counsel(reader, row, several=len(rows) > 1) for row in rows]


def _counsel(reader: Reader, row: WithoutCounsel, *, several: bool) -> Row:
    low, high = span(row.least), span(row.most)
    return {
        "people": reader.names(row.people) if several else "",
        "is": "met" if row.met else "late",
        "met": reader.wall.moment(row.met.fact.arrived.earliest or row.met.at) if row.met else "",
        "long": low,
        "most": high if high != low else "",
        "since": reader.wall.reach(row.since),
        "attempts": [
            {
                "words": outcomes(reader, visit.fact.outcomes),
                "when": reader.wall.time(visit.fact.arrived)["words"],
            }
            for visit in row.attempts[:3]
        ],
        "minor": any(is_minor(reader, person) for person in row.people),
    }


def outcomes(reader: Reader, codes: Sequence[str]) -> list[Row]:
    """How an attempt ended, each outcome with its shape."""
    return [
        {"is": _OUTCOMES.get(code, "refused"), "word": reader.term("counsel_access", code)} for code in codes
    ]


_CLOCKS = {
    ClockState.RUNNING: ("", ""),
    ClockState.SOON: ("soon", ""),
    ClockState.BETWEEN: ("late", gettext_noop("the first hour has passed: act, do not allege yet")),
    ClockState.PASSED: ("late", gettext_noop("passed, unless somebody settled it")),
    ClockState.MET: ("met", gettext_noop("met")),
    ClockState.NOT_APPLICABLE: ("closed", gettext_noop("does not apply")),
    ClockState.REMINDER: ("", ""),
}


def clock(reader: Reader, each: LegalClock) -> Row:
    """One legal clock: the hours on the wall first, then what is due, its basis, and who checked it."""
    look, remark = _CLOCKS[each.state]
    if each.state is ClockState.PASSED and each.due and each.due.latest - each.due.earliest > _A_MINUTE:
        remark = gettext_noop("both hours passed")
    return {
        "is": look,
        "due": _hours(reader, each),
        "what": each.rule.label(reader.language),
        "remark": gettext(remark) if remark else "",
        "people": reader.names(each.people),
        "rule": each.rule.id,
        "ids": each.people,
        "basis": each.rule.basis,
        "note": each.rule.note(reader.language),
        "checked": reader.wall.day_of(each.rule.checked_on),
        "unsigned": not each.rule.checked_by,
        "since": reader.wall.reach(each.since),
        "reason": each.settled.fact.reason if each.settled else "",
        "open": each.settled is None and each.due is not None,
    }


def _hours(reader: Reader, each: LegalClock) -> str:
    if each.due is None:
        return ""
    if each.rule.duration is not None and each.rule.duration.months:
        return reader.wall.days(each.due.earliest, each.due.latest)
    return reader.wall.reach(each.due)


def runs_out(reader: Reader) -> list[Row]:
    """The most pressing clocks: noted deadlines with an hour and the legal ones meant for this place."""
    noted = [(_due(entry), deadline(reader, entry)) for entry in open_deadlines(reader.picture)]
    legal = [
        (each.due, clock(reader, each))
        for each in legal_clocks(reader.picture, reader.now, reader.zone)
        if each.rule.summary and each.due and each.settled is None
    ]
    timed = [(due.earliest, row) for due, row in (*noted, *legal) if due]
    ordered = [row for _, row in sorted(timed, key=lambda pair: pair[0])]
    return [*ordered, *(row for due, row in noted if due is None)][:_MOST_CLOCKS]


def _due(entry: Recorded[DeadlineNoted]) -> Reach | None:
    time = entry.fact.due
    return Reach(time.earliest, time.latest) if time.earliest and time.latest else None


def deadline(reader: Reader, entry: Recorded[DeadlineNoted]) -> Row:
    due = _due(entry)
    look, remark = (
        _CLOCKS[state_at(due, reader.now)] if due else ("unknown", gettext_noop("no hour is known"))
    )
    return {
        "is": look,
        "due": reader.wall.reach(due) if due else entry.fact.due.text,
        "what": gettext("%(what)s, said %(who)s") % {"what": entry.fact.what, "who": entry.fact.according_to},
        "remark": gettext(remark) if remark else "",
        "deadline": entry.fact.deadline,
    }
