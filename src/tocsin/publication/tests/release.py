# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the night's case to an approved revision and its package, the way the pages do it, without pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.cast import Cast

from tocsin.casefile import rules as casefile
from tocsin.publication import revision, work
from tocsin.publication.composition import Choices, Material, candidates, compose, speakers_of
from tocsin.publication.facts import Called, Content, Named, PublicationProposed
from tocsin.publication.tests.night import CODE, MOSCOW, NOON, RUSTAM, Night, night
from tocsin.vault.ids import EntryId
from tocsin.vault.session import Put

NAMED = (Named(person=RUSTAM, basis="prior_directive", note="asked us in 2025 to be named if taken"),)
PHOTO = bytes(range(256)) * 40


def outputs(content: Content) -> Mapping[str, bytes]:
    """What would leave, without the pages around it."""
    return {"revision.json": revision.canonical(content)}


@dataclass
class Release:
    """The case with everything that is needed to put a revision forward."""

    people: Cast
    night: Night
    photo: EntryId

    @property
    def desk(self) -> work.Desk:
        return work.find(self.people.vera, CODE)

    def of(self, callsign: str) -> work.Desk:
        return work.find(self.people.member(callsign), CODE)

    @property
    def choices(self) -> Choices:
        picture = self.night.picture
        members = self.people.vera.people()
        lawyers = {key for key, card in members.items() if "lawyer" in card.roles}
        speakers = speakers_of(picture, [one.fact for one in picture.live()], set(members), lawyers)
        return Choices(tuple(one.id for one in candidates(picture)), speakers, NAMED)

    @property
    def material(self) -> Material:
        return self.desk.gather(self.choices, NOON)

    def content(self, number: int = 1) -> Content:
        card = self.people.vera.organisation()
        return Content(
            code=CODE,
            revision=number,
            organisation=card.name,
            timezone=str(MOSCOW),
            telephone=card.fallback_phone,
            as_of=NOON,
            editions=tuple(compose(self.material, language) for language in ("en", "ru", "es")),
            corrections=(),
        )

    def proposal(self, content: Content | None = None) -> PublicationProposed:
        made = content or self.content(self.desk.publications.next_revision)
        return PublicationProposed(
            content=made,
            sha256=revision.digest(made),
            statements=self.choices.entries,
            disclosed=(self.photo,),
            named=NAMED,
            called=tuple(
                Called(speaker=key, code=one.code, name=one.name)
                for key, one in self.choices.speakers.items()
            ),
            risk="They are held already; silence has protected nobody so far.",
        )

    def publish(self) -> PublicationProposed:
        fact = self.proposal()
        work.propose(self.desk, fact, outputs)
        work.approve(self.of("Dunlin"), fact.sha256, outputs)
        return fact

    def package(self, folder: Path) -> Path:
        return work.write_package(self.desk, folder, "European Court of Human Rights")


def release(people: Cast) -> Release:
    """The night's case, with a photograph taken at the scene."""
    people.clock.now = NOON
    made = night(people)
    sealed = people.vera.put_file(
        made.log, [PHOTO[:5000], PHOTO[5000:]], name="1.jpg", media_type="image/jpeg"
    )
    (fact,) = casefile.record_source(
        made.picture, id="13" * 16, evidence_kind="photo", title="The door", files=(sealed,)
    )
    recorded = people.vera.record(lambda: [Put(made.log, fact)])
    return Release(people, made, recorded[0].id)
