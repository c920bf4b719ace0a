# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be said of a person or an incident, and when two such statements exclude each other.

A rule "different values differ" would call most of a file disputed: several acts do not exclude each other,
a status changes with time, "a dwelling" is only coarser than "a flat", and half an hour fits forty minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from tocsin.casefile.facts.parts import Sensitivity, Value, ValueKind
from tocsin.values import ages, places, vocabularies
from tocsin.values.names_folding import words
from tocsin.values.times import Precision, TimeExpr

_ANSWERS = (ValueKind.UNKNOWN, ValueKind.REFUSED)


class Subject(StrEnum):
    """What a predicate speaks of."""

    PERSON = "person"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Predicate:
    """One thing that can be said. ``functional``: one value at a time; ``broader``: what a code refines.

    Times that lie further apart than ``episode`` speak of different events and so exclude nothing.
    """

    name: str
    subject: Subject
    kinds: tuple[ValueKind, ...]
    vocabulary: str | None = None
    functional: bool = False
    time_varying: bool = False
    tolerance: timedelta = timedelta(0)
    episode: timedelta | None = None
    broader: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sensitivity: Sensitivity = Sensitivity.NONE

    def label(self, language: str) -> str:
        return vocabularies.term("predicate", self.name, language)

    def takes(self, value: Value) -> bool:
        """Whether the value has the right type and, for a term, a code of the right vocabulary."""
        if value.kind in _ANSWERS:
            return True
        if value.kind not in self.kinds:
            return False
        return value.term is None or (
            self.vocabulary is not None and vocabularies.has(self.vocabulary, value.term)
        )


def _person(name: str, *kinds: ValueKind, **more: object) -> Predicate:
    return Predicate(name, Subject.PERSON, kinds, **more)  # type: ignore[arg-type]  # keywords of Predicate itself


def _incident(name: str, *kinds: ValueKind, **more: object) -> Predicate:
    return Predicate(name, Subject.INCIDENT, kinds, **more)  # type: ignore[arg-type]  # keywords of Predicate itself


_TERM, _TEXT, _TIME, _PLACE = ValueKind.TERM, ValueKind.TEXT, ValueKind.TIME, ValueKind.PLACE
_ANY_BUILDING = frozenset(("dwelling", "house", "apartment"))
_DWELLINGS: dict[str, frozenset[str]] = {
    "house": frozenset(("dwelling",)),
    "apartment": frozenset(("dwelling",)),
    # A shelter or a relative's home says whose it is, not what it is built like.
    "safe_house": _ANY_BUILDING,
    "relative_home": _ANY_BUILDING,
}
_ACTORS: dict[str, frozenset[str]] = {
    "special_police": frozenset(("police", "unidentified_uniformed")),
    "police": frozenset(("unidentified_uniformed", "unidentified_plain")),
    "intelligence": frozenset(("unidentified_uniformed", "unidentified_plain")),
    "national_guard": frozenset(("unidentified_uniformed",)),
    "armed_forces": frozenset(("unidentified_uniformed",)),
}
_HALF_HOUR = timedelta(minutes=30)
EPISODE = timedelta(days=3)
_COARSE = frozenset((Precision.YEAR, Precision.SEASON, Precision.MONTH, Precision.WEEK, Precision.DAY))

PREDICATES: Mapping[str, Predicate] = {
    each.name: each
    for each in (
        _person("name", ValueKind.NAME),
        _person("age", ValueKind.AGE, functional=True),
        _person("birth_date", _TIME, functional=True),
        _person("relation", _TEXT, functional=True),
        _person("taken", _TIME, functional=True, tolerance=_HALF_HOUR, episode=EPISODE),
        _person("detention_status", _TERM, vocabulary="detention_status", functional=True, time_varying=True),
        _person("held_at", _PLACE, functional=True, time_varying=True),
        _person("held_by", _TEXT, functional=True, time_varying=True),
        _person("acknowledgement", _TERM, vocabulary="acknowledgement", time_varying=True),
        _person(
            "procedural_status", _TERM, vocabulary="procedural_status", functional=True, time_varying=True
        ),
        _person("accusation", _TEXT),
        _person("condition", _TEXT, time_varying=True, sensitivity=Sensitivity.HEALTH),
        _incident("time", _TIME, functional=True, tolerance=_HALF_HOUR),
        _incident("start", _TIME, functional=True),
        _incident("end", _TIME, functional=True),
        _incident("place", _PLACE, functional=True),
        _incident("dwelling_kind", _TERM, vocabulary="dwelling_kind", functional=True, broader=_DWELLINGS),
        _incident("act", _TERM, vocabulary="act_type"),
        _incident("stated_reason", _TEXT),
        _incident("taken_by", _TERM, _TEXT, vocabulary="actor_type", functional=True, broader=_ACTORS),
        _incident("vehicle", _TEXT),
        _incident("call_time", _TIME, functional=True, tolerance=_HALF_HOUR),
        _incident("call_content", _TEXT),
        _incident("arrival_time", _TIME, functional=True, tolerance=timedelta(minutes=15)),
        _incident("scene", _TEXT),
        _incident("number_affected", ValueKind.QUANTITY, functional=True),
        _incident("official_position", _TERM, vocabulary="official_position", time_varying=True),
        _incident(
            "investigation", _TERM, vocabulary="investigation_status", functional=True, time_varying=True
        ),
        _incident("help_given", _TERM, vocabulary="intervention_type"),
    )
}


def for_subject(subject: Subject) -> list[Predicate]:
    return [each for each in PREDICATES.values() if each.subject is subject]


def agree(predicate: Predicate, one: Value, other: Value) -> bool:
    """Whether both values can be so at once; "unknown" and "refused to say" exclude nothing."""
    if one.kind in _ANSWERS or other.kind in _ANSWERS:
        return True
    if one.kind is not other.kind:
        return same(one, other)
    if one.term is not None and other.term is not None:
        return _terms_agree(predicate, one.term, other.term)
    return _typed_agree(predicate, one, other)


def _terms_agree(predicate: Predicate, one: str, other: str) -> bool:
    if one == other or "unknown" in (one, other):
        return True
    return one in predicate.broader.get(other, ()) or other in predicate.broader.get(one, ())


def _typed_agree(predicate: Predicate, one: Value, other: Value) -> bool:
    if one.time and other.time:
        return _times_agree(predicate, one.time, other.time)
    if one.age and other.age:
        if one.age.when is None or other.age.when is None:
            return one.age.years == other.age.years
        return ages.birth_bounds(one.age).meet(ages.birth_bounds(other.age)) is not None
    if one.place and other.place:
        return places.may_agree(one.place, other.place)
    if one.quantity and other.quantity:
        return one.quantity.may_agree(other.quantity)
    return same(one, other)


def _times_agree(predicate: Predicate, one: TimeExpr, other: TimeExpr) -> bool:
    if one.may_agree(other):
        return True
    first, second = sorted((one, other), key=lambda time: (time.earliest is not None, time.earliest))
    if first.latest is None or second.earliest is None:
        return True  # open towards each other: they overlap after all
    apart = second.earliest - first.latest
    # June and July touch, and differ all the same: only clock times are forgiven some minutes.
    near = apart < predicate.tolerance and not {one.precision, other.precision} & _COARSE
    return near or (predicate.episode is not None and apart > predicate.episode)


def same(one: Value, other: Value) -> bool:
    """Whether both say the very same thing, whatever the spelling of free words."""
    return key(one) == key(other)


def key(value: Value) -> tuple[object, ...]:
    """What tells one stated value from another."""
    match value.kind:
        case ValueKind.TIME if value.time and value.time.resolved:
            return (value.kind, value.time.earliest, value.time.latest)
        case ValueKind.AGE if value.age:
            return (value.kind, value.age.years)
        case ValueKind.QUANTITY if value.quantity and value.quantity.counted:
            return (value.kind, value.quantity.least, value.quantity.most, value.quantity.unit)
        case _:
            return (value.kind, value.term, *words(written(value)))


def written(value: Value) -> str:
    """The words of a value as somebody said or wrote them; a term's code stands for itself."""
    for part in (value.term, value.text):
        if part is not None:
            return part
    if value.name:
        return value.name.full
    timed = value.age or value.time or value.place or value.quantity
    return timed.text if timed else value.kind.value


def shown(predicate: Predicate, value: Value, language: str) -> str:
    """The value for a reader: a term by its label, anything else in the words it was given in."""
    if value.term is not None and predicate.vocabulary:
        return vocabularies.term(predicate.vocabulary, value.term, language)
    return written(value)
