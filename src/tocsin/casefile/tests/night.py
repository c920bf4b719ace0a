# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first night as a case, composed of invented people, for the tests of this chapter.

``Desk`` plays one member who writes: it runs a rule, folds what came out, and keeps the entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tocsin.casefile import facts, rules
from tocsin.casefile.facts import Attribution, Value
from tocsin.casefile.picture import CaseFold, CasePicture, disputes
from tocsin.values.ages import AgeExpr
from tocsin.values.names import NameKind, read
from tocsin.values.places import PlaceExpr
from tocsin.values.times import Precision, TimeExpr, exactly
from tocsin.vault.ids import EntryId, LogId, MemberId
from tocsin.vault.kinds import Recorded, Signer

MOSCOW = ZoneInfo("Europe/Moscow")
CALL = datetime(2026, 11, 17, 2, 58, tzinfo=MOSCOW)
VERA = MemberId("0e" * 16)
NOT_SAID = Attribution(facts.NOT_STATED)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


def between(
    text: str, earliest: datetime, latest: datetime, precision: Precision = Precision.DAY
) -> TimeExpr:
    return TimeExpr(text, earliest, latest, precision)


def days(text: str, first: datetime, length: int) -> TimeExpr:
    return between(text, first, first + timedelta(days=length))


def says(speaker: str, basis: str = "not_stated", **more: Any) -> Attribution:
    return Attribution(speaker, basis, **more)


class Desk:
    """A growing case log, with the picture as it stands."""

    def __init__(self, at: datetime = CALL) -> None:
        self.at = at
        self.entries: list[Recorded[Any]] = []
        self.picture: CasePicture = CaseFold().empty()
        self.write(
            rules.open_case,
            code="TC-2026-Q7XM",
            title="Two people, Zarechensk",
            lead=VERA,
            jurisdictions=("ru",),
        )

    def id(self) -> str:
        return f"{len(self.entries):032x}"

    def write(self, rule: Callable[..., Iterable[object]], **fields: Any) -> str:
        """Run a rule and fold its facts; the id that was made up for it comes back."""
        made = self.id()
        arguments = fields if rule in (rules.open_case, rules.retract) else {"id": made, **fields}
        if rule is not rules.open_case:
            arguments = {"picture": self.picture, **arguments}
        for value in rule(**arguments):
            self.file(value)
        return str(arguments.get("id", made))

    def file(self, value: object) -> None:
        number = len(self.entries)
        entry = Recorded(
            EntryId(f"{number:064x}"), LogId("ca" * 16), VERA, Signer.MEMBER, self.at, number, value
        )
        self.entries.append(entry)
        self.picture = CaseFold().step(self.picture, entry)

    def source(self, title: str, evidence_kind: str = "news_article", **more: Any) -> str:
        return self.write(rules.record_source, evidence_kind=evidence_kind, title=title, **more)

    def person(self, *names: str) -> str:
        person = self.write(rules.add_person)
        for name in names:
            kind = NameKind.TRANSLITERATION if name.isascii() else NameKind.USED
            self.claim(person, "name", facts.a_name(read(name, kind=kind)), quote=name)
        return person

    def incident(self, title: str) -> str:
        return self.write(rules.record_incident, title=title)

    def claim(self, subject: str, predicate: str, value: Value, *chain: Attribution, **more: Any) -> str:
        fields = {"carrier": self._note(), "quote": "…", "language": "ru", **more}
        links = chain or (says("Vera Osokina", "saw"),)
        return self.write(
            rules.claim, subject=subject, predicate=predicate, value=value, chain=links, **fields
        )

    def _note(self) -> str:
        return next(iter(self.picture.sources), None) or self.source("Vera's notes", "lawyer_note")

    def disputed(self) -> set[str]:
        return {dispute.predicate.name for dispute in disputes(self.picture)}


def first_night() -> Desk:
    """Two people, one a minor; two scripts; accounts that differ; a refused visit."""
    desk = Desk()
    alarm = desk.source("Alarm A-7K3M", "call_record", published=exactly(CALL))
    paper = desk.source("Meridian Wire", published=days("18 November 2026", local(18, 0), 1), language="en")
    rustam = desk.person("Рустам Ильвердин", "Rustam Ilverdin")
    timur = desk.person("Тимур Салтанов", "Timur Saltanov")
    then = days("17 November", local(17, 0), 1)
    desk.claim(rustam, "age", facts.an_age(AgeExpr("20", 20, then)), carrier=paper, quote="20")
    desk.claim(timur, "age", facts.an_age(AgeExpr("17", 17, then)), carrier=paper, quote="17")
    took = between(
        "between the call and the lawyer's arrival", CALL, CALL + timedelta(minutes=33), Precision.MINUTE
    )
    for person in (rustam, timur):
        desk.claim(person, "taken", facts.a_time(took), carrier=alarm, quote="Они ломают дверь")
    flat = desk.incident("Taken from where they stayed")
    desk.claim(
        flat, "dwelling_kind", facts.a_term("house"), says("Meridian Wire", "read"), NOT_SAID, carrier=paper
    )
    desk.claim(flat, "dwelling_kind", facts.a_term("apartment"), says("Vera Osokina", "saw"))
    desk.claim(
        timur,
        "detention_status",
        facts.a_term("held_police"),
        says("Nina Ledneva", "was_told"),
        says("Father of B", "was_told"),
        says("B", "experienced", speaker_id=timur),
        event_time=between("17 Nov, 16:40", local(17, 16, 40), local(17, 16, 41), Precision.MINUTE),
        until=between("18 Nov about 19:00", local(18, 18, 30), local(18, 19, 30), Precision.HOUR),
    )
    desk.write(
        rules.ask,
        about=(timur,),
        asked_of="Duty desk, Zarechensk police",
        asked_at=exactly(local(17, 11, 20)),
        words="Where are they?",
        answer=facts.Answer.NO_ANSWER,
        now=local(19, 12),
    )
    visit(desk, (rustam, timur), local(17, 23, 10), "told_not_here")
    return desk


def visit(desk: Desk, people: Iterable[str], arrived: datetime, *outcomes: str) -> str:
    return desk.write(
        rules.attempt_visit,
        people=tuple(people),
        lawyer="Vera Osokina",
        place=PlaceExpr("Police, Vyshgorsk", "building"),
        arrived=exactly(arrived),
        outcomes=outcomes,
        words=(facts.Quote("таких сведений не даём", "ru"),),
        now=arrived.astimezone(UTC) + timedelta(hours=1),
    )
