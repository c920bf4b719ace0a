# SPDX-License-Identifier: AGPL-3.0-or-later
"""The invented night as a case file: two people, one of them 17, accounts that differ, a refused lawyer.

Built through the case file's own rules, so that publication is tested against what really gets recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.cast import Cast

from tocsin.casefile import rules
from tocsin.casefile.facts import (
    NOT_STATED,
    Answer,
    Attribution,
    Quote,
    Value,
    a_name,
    a_place,
    a_term,
    a_text,
    a_time,
    an_age,
)
from tocsin.casefile.picture import CaseFold, CasePicture
from tocsin.values import ages, names
from tocsin.values.places import PlaceExpr
from tocsin.values.times import Precision, TimeExpr, exactly
from tocsin.vault.ids import LogId
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import Put, Vault

MOSCOW = ZoneInfo("Europe/Moscow")
CODE = "TC-2026-Q7XM"
RUSTAM, TIMUR, FATHER = "a1" * 16, "b2" * 16, "c3" * 16
TAKING, HELD = "d4" * 16, "e5" * 16
CALL, ARTICLE, REGISTER = "10" * 16, "11" * 16, "12" * 16
NOON = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


def moment(day: int, hour: int, minute: int = 0) -> TimeExpr:
    return exactly(datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW))


def about(day: int, hour: int) -> TimeExpr:
    start = datetime(2026, 11, day, hour, tzinfo=MOSCOW)
    half = timedelta(minutes=30)
    return TimeExpr(f"about {hour}", start - half, start + half, Precision.HOUR, approx=True)


@dataclass
class Night:
    """The case in Vera's hands; ``log`` is shared with Ilya and Nina."""

    vera: Vault
    log: LogId
    count: int = 0

    @property
    def picture(self) -> CasePicture:
        return self.vera.draw(self.log, CaseFold())

    def put(self, facts: Iterable[object]) -> None:
        self.vera.record(lambda: [Put(self.log, fact) for fact in facts])

    def says(
        self,
        subject: str,
        predicate: str,
        value: Value,
        *chain: Attribution,
        quote: str,
        language: str = "ru",
        carrier: str = CALL,
        when: TimeExpr | None = None,
    ) -> str:
        self.count += 1
        id = f"{self.count:032x}"
        self.put(
            rules.claim(
                self.picture,
                id=id,
                subject=subject,
                predicate=predicate,
                value=value,
                chain=chain,
                carrier=carrier,
                quote=quote,
                language=language,
                event_time=when,
            )
        )
        return id


def night(people: Cast) -> Night:
    """The case as of 19 November, noon."""
    vera = people.vera
    log = people.new_log(vera, LogClass.CASE, people.ilya, people.nina)
    made = Night(vera, log)
    made.put(
        rules.open_case(code=CODE, title="Two people, Zarechensk", lead=vera.me, jurisdictions=("ru", "int"))
    )
    _people(made)
    _scene(made, Attribution("Vera Osokina", "saw", speaker_id=vera.me))
    _after(made, Attribution("Vera Osokina", "was_told", speaker_id=vera.me))
    _contacts(made)
    return made


def _people(made: Night) -> None:
    for id, role in ((RUSTAM, "affected"), (TIMUR, "affected"), (FATHER, "relative")):
        made.put(rules.add_person(made.picture, id=id, role=role))
    made.put(
        rules.record_incident(made.picture, id=TAKING, title="Taken from a flat", people=(RUSTAM, TIMUR))
    )
    made.put(rules.record_source(made.picture, id=CALL, evidence_kind="audio", title="The call"))
    made.put(
        rules.record_source(
            made.picture,
            id=ARTICLE,
            evidence_kind="news_article",
            title="Two missing",
            publisher="Meridian Wire",
            language="en",
        )
    )
    ours = Attribution("Pereprava Network", "was_told", speaker_id=made.vera.me)
    told = Attribution("Рустам Ильвердин", "experienced", speaker_id=RUSTAM)
    for person, spelling in (
        (RUSTAM, "Рустам Ильвердин"),
        (RUSTAM, "Rustam Ilverdin"),
        (RUSTAM, "Rustem Ilwerdin"),
        (TIMUR, "Тимур Салтанов"),
        (TIMUR, "Timur Saltanov"),
        (FATHER, "Анвар Салтанов"),
    ):
        made.says(person, "name", a_name(names.read(spelling)), ours, told, quote=spelling)
    for person, years in ((RUSTAM, "20"), (TIMUR, "17")):
        made.says(
            person, "age", an_age(ages.read(years)), ours, told, quote=f"{years} лет", when=moment(16, 12)
        )


def _scene(made: Night, vera: Attribution) -> None:
    made.says(TAKING, "place", a_place(PlaceExpr("Zarechensk", "settlement")), vera, quote="Зареченск")
    made.says(TAKING, "place", a_place(PlaceExpr("Sadovaya 14", "building")), vera, quote="Садовая, 14")
    made.says(
        TAKING, "call_content", a_text("в трубке был слышен крик"), vera, quote="в трубке был слышен крик"
    )
    made.says(TAKING, "call_time", a_time(moment(17, 2, 58)), vera, quote="02:58")
    made.says(
        TAKING,
        "scene",
        a_text("дверь выломана внутрь, стул лежит, никого нет"),
        vera,
        quote="дверь выломана внутрь, стул лежит, никого нет",
    )
    made.says(TAKING, "dwelling_kind", a_term("apartment"), vera, quote="квартира")
    wire = Attribution("Meridian Wire", "read")
    made.says(
        TAKING,
        "dwelling_kind",
        a_term("house"),
        wire,
        Attribution(NOT_STATED),
        quote="a house",
        language="en",
        carrier=ARTICLE,
    )
    for person in (RUSTAM, TIMUR):
        made.says(
            person,
            "taken",
            a_time(moment(17, 3)),
            wire,
            Attribution("a neighbour", "saw", protected=True),
            quote="led away at three",
            language="en",
            carrier=ARTICLE,
        )


def _after(made: Night, vera: Attribution) -> None:
    officer = Attribution("дежурный полиции", "not_stated", protected=True)
    for person in (RUSTAM, TIMUR):
        made.says(
            person,
            "held_at",
            a_place(PlaceExpr("Vyshgorsk", "settlement")),
            vera,
            officer,
            quote="везут в Вышгорск",
            when=moment(17, 12),
        )
    father = Attribution("Анвар Салтанов", "was_told", speaker_id=FATHER)
    made.says(
        TIMUR,
        "held_by",
        a_text("их держит полиция"),
        vera,
        father,
        quote="их держит полиция",
        when=about(17, 21),
    )


def _contacts(made: Night) -> None:
    for id, day, hour, outcome in (
        ("f1", 17, 23, "told_not_here"),
        ("f2", 18, 17, "told_waived"),
        ("f3", 19, 10, "refused_entry"),
    ):
        made.put(
            rules.attempt_visit(
                made.picture,
                id=id * 16,
                people=(RUSTAM, TIMUR),
                lawyer=made.vera.me,
                place=PlaceExpr("Vyshgorsk", "settlement"),
                arrived=moment(day, hour, 15),
                outcomes=(outcome,),
                now=NOON,
                words=(Quote("таких сведений не даём", "ru"),),
            )
        )
    made.put(
        rules.ask(
            made.picture,
            id="f4" * 16,
            about=(RUSTAM, TIMUR),
            asked_of="Prosecutor, Uvalsk region",
            asked_at=moment(17, 12, 5),
            words="Где они?",
            channel="letter",
            answer=Answer.NO_ANSWER,
            now=NOON,
        )
    )
