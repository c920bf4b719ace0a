# SPDX-License-Identifier: AGPL-3.0-or-later
"""One member looking at one case: her language, her clock, what people and sources are called.

Names are looked up once per page. Nothing here decides what may leave the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from tocsin.casefile.facts import Attribution, Polarity
from tocsin.casefile.facts.predicates import PREDICATES, written
from tocsin.casefile.facts.predicates import shown as value_shown
from tocsin.casefile.pages.wall import Wall
from tocsin.casefile.picture import CasePicture, Claim, shown
from tocsin.values import vocabularies
from tocsin.values.names import script_of
from tocsin.vault.ids import MemberId
from tocsin.vault.session import Vault

Row = dict[str, Any]


class Reader:
    """The picture of a case with everything a page needs to put it into words."""

    def __init__(self, vault: Vault, picture: CasePicture) -> None:
        self.vault, self.picture = vault, picture
        self.wall = Wall(vault.now())
        self.language = get_language() or "en"

    @property
    def now(self) -> datetime:
        return self.wall.now

    @property
    def zone(self) -> tzinfo:
        return self.wall.zone

    @cached_property
    def _titles(self) -> dict[str, Row]:
        people = {key: self._person(key) for key in self.picture.people}
        incidents = {
            key: {"name": entry.fact.title, "lang": None} for key, entry in self.picture.incidents.items()
        }
        return {**people, **incidents}

    def _person(self, person: str) -> Row:
        found = shown(self.picture, person)
        return {"name": found.name, "lang": found.lang, "other": found.other, "label": found.label}

    def title(self, subject: str) -> Row:
        """What a person or an incident is called inside the case."""
        return self._titles.get(subject, {"name": gettext("not here yet"), "lang": None})

    def names(self, people: Iterable[str]) -> str:
        return ", ".join(self.title(person)["name"] for person in people)

    def member(self, member: MemberId | str) -> str:
        card = self.vault.people().get(MemberId(member))
        return card.name if card else gettext("someone no longer here")

    def term(self, vocabulary: str, code: str) -> str:
        if not vocabularies.has(vocabulary, code):
            return code
        return vocabularies.term(vocabulary, code, self.language)

    def value(self, claim: Claim) -> str:
        """What the claim says, as a reader says it; a denial says so."""
        fact = claim.fact
        predicate = PREDICATES.get(fact.predicate)
        words = value_shown(predicate, fact.value, self.language) if predicate else written(fact.value)
        if fact.value.kind in ("unknown", "refused"):
            words = gettext("not known") if fact.value.kind == "unknown" else gettext("refused to say")
        if fact.value.person:
            words = f"{words}: {self.title(fact.value.person)['name']}"
        return gettext("not: %s") % words if fact.polarity is Polarity.DENIED else words

    def predicate(self, name: str) -> str:
        found = PREDICATES.get(name)
        return found.label(self.language) if found else name

    def chain(self, claim: Claim) -> list[Row]:
        """The links from us to whoever knew; the last one is the origin, or nobody."""
        links = claim.fact.chain
        rows = [self._link(link) for link in links]
        if rows:
            rows[-1]["look"] = "origin" if links[-1].stated else "nobody"
        return rows

    def _link(self, link: Attribution) -> Row:
        if not link.stated:
            basis = gettext("how they know is not stated")
            return {"speaker": gettext("Not stated"), "lang": None, "basis": basis, "look": ""}
        known = self.title(link.speaker_id) if link.speaker_id in self._titles else None
        speaker = known["name"] if known else link.speaker
        lang = known["lang"] if known else ("ru" if script_of(speaker) == "Cyrl" else None)
        notes = [self.term("basis", link.basis).lower()]
        notes += [
            part for part in (link.channel, self.wall.time(link.said)["words"] if link.said else "") if part
        ]
        if link.to_whom:
            notes.append(gettext("to %s") % link.to_whom)
        if link.protected:
            notes.append(gettext("not to be named"))
        return {"speaker": speaker, "lang": lang, "basis": ", ".join(notes), "look": ""}

    def by(self, claim: Claim) -> str:
        """The nearest speaker and the origin in one line (R-04)."""
        rows = self.chain(claim)
        if not rows:
            return ""
        first, last = rows[0], rows[-1]
        if last["look"] == "nobody":
            return (
                gettext("%(speaker)s; who told them is not stated") % first
                if len(rows) > 1
                else last["speaker"]
            )
        if len(rows) == 1:
            return f"{last['speaker']}, {last['basis']}"
        return gettext("%(origin)s, %(basis)s; reported by %(nearest)s") % {
            "origin": last["speaker"],
            "basis": last["basis"],
            "nearest": first["speaker"],
        }

    def counted(self, originators: int, carriers: int) -> Row:
        """R-05: originators first, carriers after, and that repeats do not count."""
        return {
            "originators": ngettext("%d originator", "%d originators", originators) % originators,
            "carriers": ngettext("%d carrier", "%d carriers", carriers) % carriers,
            "repeats": carriers > 1,
        }

    def source(self, key: str) -> str:
        entry = self.picture.sources.get(key)
        return entry.fact.title if entry else gettext("not here yet")


def lang_of(language: str) -> str | None:
    """For the ``lang`` attribute; an undetermined language gets none."""
    return None if language in ("", "und") else language


def pairs(rows: Sequence[tuple[str, str]]) -> list[Row]:
    return [{"term": term, "words": words} for term, words in rows if words]
