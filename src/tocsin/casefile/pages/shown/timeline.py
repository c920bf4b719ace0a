# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything with a time, in order: what was said to have happened, when we went, when we asked.

One row for one statement, however many repeat it; an imprecise time is drawn as wide as it is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext, ngettext

from tocsin.casefile.facts import ValueKind
from tocsin.casefile.pages.shown.detention import question
from tocsin.casefile.pages.shown.reader import Reader, Row
from tocsin.casefile.pages.tracks import Scale, Shape, scale
from tocsin.casefile.picture import Account, Claim, accounts_of
from tocsin.values.times import TimeExpr

_EPISODE = timedelta(days=21)
_INSTANT = timedelta(minutes=2)
_FAR = datetime.max.replace(tzinfo=UTC)


def rows(reader: Reader, disputed: dict[str, str]) -> tuple[list[Row], Scale]:
    """Every row in order of its earliest moment, and the line they are drawn on.

    ``disputed`` gives the dispute of a claim; rows without any date come last.
    """
    found = [*_claims(reader, disputed), *_visits(reader), *_questions(reader)]
    found.sort(key=lambda row: row["time"].earliest or row["time"].latest or _FAR)
    line = scale(_recent(reader, found), reader.now)
    for row in found:
        time: TimeExpr = row.pop("time")
        row["when"] = reader.wall.time(time)
        row["track"] = line.draw(list(_shapes(time)))
    return found, line


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
        if claim.fact.value.kind is ValueKind.TIME or claim.fact.event_time is not None:
            questions.setdefault((claim.fact.subject, claim.fact.predicate), []).append(claim)
    for group in questions.values():
        for account in accounts_of(group):
            yield _account(reader, account, disputed)


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
