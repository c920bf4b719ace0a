# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody who fills the forms of a case by hand, through the pages, with the words of the night."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tocsin.casefile import work
from tocsin.casefile.picture import CasePicture
from tocsin.vault.session import Vault


class Typist:
    """One member at one case; every ``post`` must be taken and led back to the case."""

    def __init__(self, browser: Any, vault: Vault, code: str) -> None:
        self.browser, self.vault, self.code = browser, vault, code

    @property
    def picture(self) -> CasePicture:
        return work.find(self.vault, self.code)[1]

    def get(self, path: str = "", code: int = 200) -> str:
        answer = self.browser.get(f"/cases/{self.code}/{path}")
        assert answer.status_code == code, path
        return re.sub(r"\s+", " ", answer.content.decode())

    def post(self, path: str, fields: Mapping[str, Any], code: int = 303) -> Any:
        answer = self.browser.post(f"/cases/{self.code}/{path}", fields)
        assert answer.status_code == code, re.sub(r"<[^>]*>|\s+", " ", answer.content.decode())
        return answer

    def person(self, name: str, other: str, age: str, **more: str) -> str:
        self.post("people/new/", {"name": name, "other_name": other, "age": age, "role": "affected", **more})
        return list(self.picture.people)[-1]

    def source(self, title: str, kind: str, published: str, language: str = "en") -> str:
        fields = {"title": title, "evidence_kind": kind, "published": published, "language": language}
        self.post("evidence/new/", fields)
        return list(self.picture.sources)[-1]

    def incident(self, title: str) -> str:
        self.post("incidents/new/", {"title": title})
        return list(self.picture.incidents)[-1]

    def claim(self, about: str, says: str, *chain: tuple[str, str], **fields: str) -> str:
        links = {
            f"{part}_{index}": value
            for index, link in enumerate(chain)
            for part, value in zip(("speaker", "basis"), link, strict=True)
        }
        said = {"said": "asserted", "certainty": "certain", "quote_language": "ru", **links, **fields}
        self.post(f"claims/new/?about={about}&says={says}", said)
        return list(self.picture.claims)[-1]


def type_the_night(typist: Typist) -> dict[str, str]:
    """The night, from the noon of 19 November: two people, two sources that disagree, three refusals."""
    paper = typist.source("Meridian Wire", "news_article", "18 November 2026")
    notes = typist.source("Vera's notes", "lawyer_note", "17 November 2026", "ru")
    rustam = typist.person(
        "Рустам Ильвердин", "Rustam Ilverdin", "20", carrier=paper, age_at="17 November 2026"
    )
    timur = typist.person("Тимур Салтанов", "Timur Saltanov", "17", carrier=paper, age_at="17 November 2026")
    vera, father = ("Vera Osokina", "saw"), ("Father of B", "was_told")
    for person in (rustam, timur):
        typist.claim(
            person,
            "taken",
            ("Whoever took the call", "heard"),
            carrier=notes,
            quote="Они ломают дверь…",
            value_time="2026-11-17 02:58 – 2026-11-17 03:31",
        )
    typist.claim(
        rustam,
        "name",
        ("Meridian Wire", "not_stated"),
        carrier=paper,
        quote="Rustem Ilwerdin",
        quote_language="en",
        value_text="Rustem Ilwerdin",
        name_kind="as_printed",
    )
    flat = typist.incident("Taken from where they stayed")
    typist.claim(
        flat,
        "dwelling_kind",
        ("Meridian Wire", "read"),
        carrier=paper,
        quote="at a house in Zarechensk",
        chain_end="open",
        quote_language="en",
        value_term="house",
    )
    typist.claim(flat, "dwelling_kind", vera, carrier=notes, quote="в их квартире", value_term="apartment")
    typist.claim(
        flat,
        "dwelling_kind",
        ("Meridian Wire", "read"),
        ("Pereprava Network", "was_told"),
        vera,
        carrier=paper,
        quote="in their apartment",
        quote_language="en",
        value_term="apartment",
    )
    typist.claim(
        flat,
        "arrival_time",
        vera,
        carrier=notes,
        quote="через полчаса дверь была выбита",
        value_time="2026-11-17 03:28 – 2026-11-17 03:38",
    )
    fled, before = typist.incident("Leaving the Uvalsk region"), typist.incident("An earlier detention")
    typist.claim(
        fled,
        "time",
        ("Meridian Wire", "read"),
        ("Pereprava Network", "not_stated"),
        carrier=paper,
        quote="last year",
        quote_language="en",
        value_time="last year",
    )
    typist.claim(
        before,
        "time",
        ("Meridian Wire", "read"),
        carrier=paper,
        quote="in April 2020",
        chain_end="open",
        quote_language="en",
        value_time="April 2020",
    )
    brought = typist.incident("Brought to the police, Vyshgorsk")
    typist.claim(
        brought,
        "time",
        ("Vera Osokina", "read"),
        ("Police register, Vyshgorsk", "not_stated"),
        carrier=notes,
        quote="Доставлены в 16:40",
        value_time="17 Nov, 16:40",
    )
    typist.claim(
        brought,
        "time",
        ("Nina Ledneva", "was_told"),
        father,
        ("Тимур Салтанов", "experienced"),
        carrier=notes,
        quote="Позвонил около девяти вечера, сказал: только привезли.",
        value_time="about 21:00 on 17 Nov",
    )
    typist.claim(
        timur,
        "detention_status",
        ("Nina Ledneva", "was_told"),
        father,
        ("an officer he did not name", "not_stated"),
        carrier=notes,
        quote="увезли в область",
        value_term="held_police",
        event_time="17 Nov, 16:40",
        until="about 19:00 on 18 Nov",
    )
    typist.claim(
        rustam,
        "detention_status",
        ("Vera Osokina", "was_told"),
        ("Duty desk, Vyshgorsk police", "not_stated"),
        carrier=notes,
        quote="таких сведений не даём",
        value_term="held_whereabouts_withheld",
        event_time="19 Nov 10:15",
    )
    for arrived, outcome in (
        ("2026-11-17 23:10", "told_not_here"),
        ("2026-11-18 17:30", "told_waived"),
        ("2026-11-19 10:15", "refused_entry"),
    ):
        typist.post(
            "visits/new/",
            {
                "people": [rustam, timur],
                "outcomes": [outcome],
                "place": "Police, Vyshgorsk",
                "arrived": arrived,
                "said": "таких сведений не даём",
                "language": "ru",
                "lawyer": "Vera Osokina",
                "rank": "duty officer",
            },
        )
    typist.post(
        "questions/new/",
        {
            "asked_of": "Duty desk, Zarechensk police",
            "question": "Where are they?",
            "about": [rustam, timur],
            "asked_at": "2026-11-17 11:20",
            "answer": "no_answer",
            "channel": "by phone",
        },
    )
    typist.post(
        "deadlines/new/",
        {"what": "Entrance camera overwrites", "due": "today 15:00", "according_to": "the caretaker"},
    )
    return {"rustam": rustam, "timur": timur, "flat": flat, "paper": paper, "notes": notes}
