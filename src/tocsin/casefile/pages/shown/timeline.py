# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything with a time, in order: what was said to have happened, when we went, when we asked.

One row for one statement, however many repeat it; an imprecise time is drawn as wide as it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext, ngettext

from tocsin.casefile import work
from tocsin.casefile.facts import ValueKind
from tocsin.casefile.pages.shown.detention import question
from tocsin.casefile.pages.shown.reader import Reader, Row
from tocsin.casefile.pages.tracks import Scale, Shape, scale
from tocsin.casefile.picture import Account, Claim, accounts_of
from tocsin.values.times import TimeExpr, exactly

_EPISODE = timedelta(days=21)
_INSTANT = timedelta(minutes=2)
_NO_EVENTS = frozenset(("name", "age", "birth_date", "relation"))
_FAR = datetime.max.replace(tzinfo=UTC)


def rows(reader: Reader, disputed: dict[str, str], last: int = 0) -> tuple[list[Row], Scale, int]:
    """The rows in order of their earliest moment, the line they are drawn on, and how many were left out.

    ``disputed`` gives the dispute of a claim, ``last`` keeps so many; rows without any date come last.
    """
    found = [*_merged(_claims(reader, disputed)), *_trips(reader), *_visits(reader), *_questions(reader)]
    found.sort(key=lambda row: row["time"].earliest or row["time"].latest or _FAR)
    ground = scale(_recent(reader, found), reader.now)
    kept = found[-last:]
    for row in kept:
        time: TimeExpr = row.pop("time")
        row["when"] = reader.wall.time(time)
        row["track"] = ground.draw(list(_shapes(time)))
    return kept, ground, len(found) - len(kept)


def line(reader: Reader) -> Scale:
    """The line alone, for a page that draws other rows on it."""
    return rows(reader, {}, 1)[1]


def _recent(reader: Reader, found: list[Row]) -> list[datetime]:
    """The moments of the present episode: what lies years back would press the last days into a dot."""
    moments = [row["time"].earliest for row in found if row["time"].earliest]
    return [at for at in moments if abs(reader.now - at) <= _EPISODE]


def _shapes(time: TimeExpr) -> Iterator[Shape]:
    if time.earliest is None or time.latest is None:
        return
    if time.latest - time.earliest <= _INSTANT:
        yield Shape("at", time.earliest, time.earliest)
    else:
        yield Shape("maybe", time.earliest, time.latest)


def _claims(reader: Reader, disputed: dict[str, str]) -> Iterator[Row]:
    questions: dict[tuple[str, str], list[Claim]] = {}
    for claim in reader.picture.live():
        if claim.fact.predicate in _NO_EVENTS:
            continue
        if claim.fact.value.kind is ValueKind.TIME or claim.fact.event_time is not None:
            questions.setdefault((claim.fact.subject, claim.fact.predicate), []).append(claim)
    for group in questions.values():
        for account in accounts_of(group):
            yield _account(reader, account, disputed)


def _merged(rows: Iterable[Row]) -> list[Row]:
    """What is said of several people at once by the same voice is one row."""
    together: dict[tuple[object, ...], Row] = {}
    for row in rows:
        time: TimeExpr = row["time"]
        key = (row["what"], row["by"], time.earliest, time.latest, time.text, row["dispute"])
        if row["what"] and key in together:
            together[key]["subject"] += f", {row['subject']}"
        else:
            together[key if row["what"] else (id(row),)] = row
    return list(together.values())


def _account(reader: Reader, account: Account, disputed: dict[str, str]) -> Row:
    first = account.claims[0]
    fact = first.fact
    subject = reader.title(fact.subject)
    counted = reader.counted(len(account.originators), len(account.carriers))
    title = {"lang": subject["lang"], "subject": subject["name"], "what": reader.predicate(fact.predicate)}
    if fact.value.time is None:
        title["what"] = reader.value(first)
    elif fact.predicate == "time":
        title["what"] = ""
    return {
        **title,
        "time": fact.value.time or fact.event_time,
        "by": reader.by(first),
        "repeated": counted if len(account.carriers) > 1 else None,
        "dispute": disputed.get(fact.claim, ""),
    }


def _trips(reader: Reader) -> Iterator[Row]:
    """Our own way there and back, from the alarm's log if it is hers to open."""
    for trip in work.scene(reader.vault, reader.picture).trips:
        moments = (
            (trip.set_out_at, gettext("set out")),
            (trip.arrived_at, gettext("arrived on scene")),
            (trip.left_at, gettext("left the scene")),
        )
        for at, word in moments:
            if at is not None:
                own = {"subject": reader.member(trip.member), "lang": None, "by": gettext("our own log")}
                yield {"time": exactly(at), "what": word, **own}


def _visits(reader: Reader) -> Iterator[Row]:
    for entry in reader.picture.visits.values():
        visit = entry.fact
        yield {
            "time": visit.arrived,
            "subject": visit.place.text,
            "lang": None,
            "what": ", ".join(reader.term("counsel_access", code) for code in visit.outcomes),
            "by": gettext("%(lawyer)s wanted to see %(people)s")
            % {"lawyer": visit.lawyer, "people": reader.names(visit.people)},
        }


def _questions(reader: Reader) -> Iterator[Row]:
    for entry in reader.picture.questions.values():
        row = question(reader, entry)
        yield {
            "time": entry.fact.asked_at,
            "subject": gettext("Asked: %s") % row["of"],
            "lang": None,
            "what": row["answer"],
            "by": row["words"],
        }


def days(reader: Reader, line: Scale) -> list[str]:
    return [reader.wall.day(at) for at in line.days]


def older(count: int) -> str:
    """How many rows the first page leaves to the timeline's own page."""
    return ngettext("%d more row", "%d more rows", count) % count
