# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case of a hundred claims in the proportions of a real file, for the bench and the test of its pages."""

from __future__ import annotations

from datetime import timedelta

from tocsin.casefile import facts, rules, work
from tocsin.casefile.facts import Attribution, a_term, a_text, a_time
from tocsin.casefile.picture import ahead
from tocsin.casefile.tests.night import between, days, first_night, local
from tocsin.values.times import exactly
from tocsin.vault.ids import MemberId
from tocsin.vault.session import Put, Vault

_ACTORS = ("police", "intelligence", "special_police")


def a_hundred_claims(vault: Vault, *readers: MemberId) -> str:
    """Open such a case and return its code: the night, more disputes, and enough to make a hundred."""
    code = work.open_case(
        vault, title="Two people, Zarechensk", readers=readers, jurisdictions=("ru",), circle="Counsel"
    )
    log, picture = work.find(vault, code)
    made = [entry.fact for entry in first_night().entries[1:]]
    picture = ahead(picture, made, by=vault.me, at=vault.now())
    source = next(iter(picture.sources))
    person = next(iter(picture.people))
    incidents = list(picture.incidents)
    for number in range(4):
        more = rules.record_incident(
            picture, id=f"{900 + number:032x}", title=f"What happened, part {number + 1}"
        )
        made += more
        incidents.append(more[0].incident)
    picture = ahead(picture, made[-4:], by=vault.me, at=vault.now())
    for number in range(100 - len(picture.claims)):
        subject, predicate, value = _one(number, incidents, person)
        made += rules.claim(
            picture,
            id=f"{1000 + number:032x}",
            subject=subject,
            predicate=predicate,
            value=value,
            chain=(
                Attribution(f"Meridian Wire {number % 5}", "read"),
                Attribution("Pereprava Network", "was_told", said=exactly(local(18, 9))),
                Attribution(f"Witness {number % 7}", "saw", protected=True),
            ),
            carrier=source,
            quote="Позвонил около девяти вечера, сказал: только привезли, больше ничего не знаю.",
            language="ru",
            event_time=days("in the night", local(17 + number % 3, 0), 1) if number % 3 == 0 else None,
        )
    vault.record(lambda: [Put(log, fact) for fact in made])
    return code


def _one(number: int, incidents: list[str], person: str) -> tuple[str, str, facts.Value]:
    incident = incidents[number % len(incidents)]
    match number % 5:
        case 0:
            return incident, "scene", a_text(f"broken glass, room {number}")
        case 1:
            return incident, "taken_by", a_term(_ACTORS[number % 3])
        case 2:
            start = local(17, 3) + timedelta(minutes=41 * (number % 3))
            return incident, "arrival_time", a_time(between("later", start, start + timedelta(minutes=40)))
        case 3:
            return incident, "act", a_term("detention" if number % 2 else "forced_entry")
        case _:
            return person, "accusation", a_text(f"messages in a chat group, {number}")
