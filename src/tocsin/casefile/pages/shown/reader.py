# SPDX-License-Identifier: AGPL-3.0-or-later
"""One member looking at one case: her language, her clock, what people and sources are called.

Names are looked up once per page. Nothing here decides what may leave the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from tocsin.casefile.facts import Attribution, Polarity, ValueKind
from tocsin.casefile.facts.predicates import PREDICATES, written
from tocsin.casefile.facts.predicates import shown as value_shown
from tocsin.casefile.pages import markup
from tocsin.casefile.pages.wall import Wall
from tocsin.casefile.picture import CasePicture, Claim, shown
from tocsin.values import vocabularies
from tocsin.values.names import script_of
from tocsin.vault.ids import MemberId
from tocsin.vault.people import MemberCard
from tocsin.vault.session import Vault

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain in words: who, how they know (empty if not stated), both as a list item."""

    speaker: str
    basis: str
    body: str


class Reader:
    """The picture of a case with everything a page needs to put it into words."""

    def __init__(self, vault: Vault, picture: CasePicture) -> None:
        self.vault, self.picture = vault, picture
        self.wall = Wall(vault.now())
        self.language = get_language() or "en"
        self._links: dict[Attribution, Link] = {}

    @property
    def now(self) -> datetime:
        return self.wall.now

    @property
    def zone(self) -> tzinfo:
        return self.wall.zone

    @cached_property
    def titles(self) -> dict[str, Row]:
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
        return self.titles.get(subject, {"name": gettext("not here yet"), "lang": None})

    def names(self, people: Iterable[str]) -> str:
        return ", ".join(self.title(person)["name"] for person in people)

    def member(self, member: MemberId | str) -> str:
        card = self._members.get(MemberId(member))
        return card.name if card else gettext("someone no longer here")

    @cached_property
    def _members(self) -> Mapping[MemberId, MemberCard]:
        return self.vault.people()

    def term(self, vocabulary: str, code: str) -> str:
        if not vocabularies.has(vocabulary, code):
            return code
        return vocabularies.term(vocabulary, code, self.language)

    def value(self, claim: Claim) -> str:
        """What the claim says, as a reader says it; a denial says so."""
        fact = claim.fact
        predicate = PREDICATES.get(fact.predicate)
        words = value_shown(predicate, fact.value, self.language) if predicate else written(fact.value)
        if fact.value.time is not None:
            words = str(self.wall.time(fact.value.time)["words"])
        elif fact.value.kind in (ValueKind.UNKNOWN, ValueKind.REFUSED):
            unknown = fact.value.kind is ValueKind.UNKNOWN
            words = gettext("not known") if unknown else gettext("refused to say")
        if fact.value.person:
            words = f"{words}: {self.title(fact.value.person)['name']}"
        return gettext("not: %s") % words if fact.polarity is Polarity.DENIED else words

    def predicate(self, name: str) -> str:
        found = PREDICATES.get(name)
        return found.label(self.language) if found else name

    def chain(self, claim: Claim) -> SafeString:
        """The links from us to whoever knew; the last one is the origin, or nobody."""
        links = claim.fact.chain
        end = "origin" if links[-1].stated else "nobody"
        return markup.chain((self._link(link).body for link in links), end, self._from_us)

    @cached_property
    def _from_us(self) -> str:
        return gettext("From us to whoever knew")

    def _link(self, link: Attribution) -> Link:
        found = self._links.get(link)
        if found is None:
            found = self._links[link] = self._new_link(link)
        return found

    def _new_link(self, link: Attribution) -> Link:
        unknown = gettext("how they know is not stated")
        if not link.stated:
            speaker = gettext("Not stated")
            return Link(speaker, "", markup.link(speaker, None, unknown))
        known = self.title(link.speaker_id) if link.speaker_id in self.titles else None
        speaker = known["name"] if known else link.speaker
        lang = known["lang"] if known else ("ru" if script_of(speaker) == "Cyrl" else None)
        basis = "" if link.basis == "not_stated" else self.term("basis", link.basis).lower()
        notes = [basis or unknown, link.channel, self.wall.time(link.said)["words"] if link.said else ""]
        if link.to_whom:
            notes.append(gettext("to %s") % link.to_whom)
        if link.protected:
            notes.append(gettext("not to be named"))
        return Link(speaker, basis, markup.link(speaker, lang, ", ".join(note for note in notes if note)))

    def by(self, claim: Claim) -> str:
        """The nearest speaker and the origin in one line (R-04)."""
        links = claim.fact.chain
        first, last = self._link(links[0]), self._link(links[-1])
        if not links[-1].stated:
            if len(links) == 1:
                return last.speaker
            return gettext("%(speaker)s; who told them is not stated") % {"speaker": first.speaker}
        origin = f"{last.speaker}, {last.basis}" if last.basis else last.speaker
        if len(links) == 1:
            return origin
        return gettext("%(origin)s; reported by %(nearest)s") % {"origin": origin, "nearest": first.speaker}

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
