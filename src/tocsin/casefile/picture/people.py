# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names and ages of one person as the claims give them: how to show them, and how long to protect them.

A minor at the time is protected until the latest possible eighteenth birthday (R-20); where ages exclude each
other the most protective account stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta, tzinfo
from enum import StrEnum

from tocsin.casefile.facts.parts import Polarity
from tocsin.casefile.picture.case import CasePicture, Claim
from tocsin.values.ages import UNBOUNDED, BirthBounds, adult_from, birth_bounds, combined, protected_until
from tocsin.values.names import NameKind, PersonName


@dataclass(frozen=True, slots=True)
class Shown:
    """A person for a heading: the name in their own script, another spelling, the label without a name."""

    name: str
    lang: str | None
    other: str
    other_lang: str | None
    label: str


def names(picture: CasePicture, person: str) -> list[PersonName]:
    """Every spelling that somebody gave, in the order recorded."""
    return [claim.fact.value.name for claim in _asserted(picture, person, "name") if claim.fact.value.name]


def _asserted(picture: CasePicture, person: str, *predicates: str) -> list[Claim]:
    return [c for c in picture.about(person, *predicates) if c.fact.polarity is Polarity.ASSERTED]


# The name they use stands first, its transliteration second, whatever a paper printed in between.
_OWN_FIRST = {NameKind.USED: 0, NameKind.LEGAL: 0, NameKind.TRANSLITERATION: 2}


def shown(picture: CasePicture, person: str) -> Shown:
    """How to write this person inside the case."""
    added = picture.people.get(person)
    label = added.fact.label if added else "?"
    known = names(picture, person)
    if not known:
        return Shown(label, None, "", None, label)
    first = min(known, key=lambda name: _OWN_FIRST.get(name.kind, 1))
    others = [name for name in known if name.script != first.script]
    other = max(others, key=lambda name: _OWN_FIRST.get(name.kind, 1), default=None)
    return Shown(first.full, _language(first), other.full if other else "", _language(other), label)


def _language(name: PersonName | None) -> str | None:
    if name is None:
        return None
    # A screen reader needs some language for Cyrillic letters; the script says no more than that.
    return name.lang or {"Cyrl": "ru", "Latn": None}.get(name.script)


class Age(StrEnum):
    """Whether somebody is of age on a day, by what the accounts allow."""

    MINOR = "minor"
    MAYBE_MINOR = "maybe_minor"
    ADULT = "adult"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Protection:
    """What the ages given leave: the days of birth, whether they agree, and until when to protect."""

    bounds: BirthBounds
    agree: bool
    known: bool
    until: date | None

    def on(self, day: date) -> Age:
        if not self.known:
            return Age.UNKNOWN
        if self.until is not None and day >= self.until:
            return Age.ADULT
        first = adult_from(self.bounds)
        return Age.MINOR if first is not None and day < first and self.agree else Age.MAYBE_MINOR

    def protects(self, day: date) -> bool:
        """Whether to withhold this person for an event of that day: of age only if nobody says otherwise."""
        return self.on(day) in (Age.MINOR, Age.MAYBE_MINOR)


def protection(picture: CasePicture, person: str, zone: tzinfo = UTC) -> Protection:
    """What every live claim on age and birth says together."""
    bounds = [_bounds(claim, zone) for claim in _asserted(picture, person, "age", "birth_date")]
    useful = [each for each in bounds if each != UNBOUNDED]
    met, agree = combined(useful)
    # An age given without a time bounds nothing but still tells a minor from an unknown.
    return Protection(met, agree, bool(bounds), protected_until(met) if useful else None)


def _bounds(claim: Claim, zone: tzinfo) -> BirthBounds:
    value = claim.fact.value
    if value.age:
        return birth_bounds(value.age, zone)
    if value.time and value.time.resolved:
        first, end = value.time.earliest, value.time.latest
        return BirthBounds(
            first.astimezone(zone).date() if first else None,
            (end - timedelta(microseconds=1)).astimezone(zone).date() if end else None,
        )
    return UNBOUNDED


def years(picture: CasePicture, person: str) -> list[int]:
    """Every age in years that somebody gave, each once, in the order recorded."""
    given = (claim.fact.value.age for claim in _asserted(picture, person, "age"))
    return list(dict.fromkeys(age.years for age in given if age))
