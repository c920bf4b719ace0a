# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts a claim is made of: a typed value, the chain of who told whom, and the exact words.

They stand inside facts and travel to later chapters, so they know nothing of pictures, pages or logs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tocsin.values.ages import AgeExpr
from tocsin.values.names import PersonName
from tocsin.values.places import PlaceExpr
from tocsin.values.quantities import QuantityExpr
from tocsin.values.times import TimeExpr

# The end of a chain that names nobody. It is recorded, drawn as a question mark, and never counted.
NOT_STATED = "not_stated"


class Polarity(StrEnum):
    """Whether the source says that it is so or that it is not."""

    ASSERTED = "asserted"
    DENIED = "denied"


class Certainty(StrEnum):
    """The source's own hedge, never ours."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    QUESTION = "question"


class Sensitivity(StrEnum):
    """What a claim must be kept out of: lists, titles, suggestions, notifications, search."""

    NONE = "none"
    MINOR = "minor"
    HEALTH = "health"
    SOGI = "sogi"
    LOCATION = "location"
    SOURCE = "source"


class ValueKind(StrEnum):
    """What a value is made of; ``unknown`` and ``refused`` are answers, not absences."""

    TERM = "term"
    TEXT = "text"
    NAME = "name"
    AGE = "age"
    TIME = "time"
    PLACE = "place"
    QUANTITY = "quantity"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Value:
    """One typed value. Only the field that ``kind`` names is set; ``person`` is the other of a relation."""

    kind: ValueKind
    term: str | None = None
    text: str | None = None
    name: PersonName | None = None
    age: AgeExpr | None = None
    time: TimeExpr | None = None
    place: PlaceExpr | None = None
    quantity: QuantityExpr | None = None
    person: str | None = None

    def __post_init__(self) -> None:
        empty = (ValueKind.UNKNOWN, ValueKind.REFUSED)
        for kind in ValueKind:
            if kind not in empty and (getattr(self, kind.value) is not None) != (kind is self.kind):
                raise ValueError(f"a value of kind {self.kind} has its {self.kind} and nothing else")


UNKNOWN = Value(ValueKind.UNKNOWN)
REFUSED = Value(ValueKind.REFUSED)


def a_term(code: str) -> Value:
    return Value(ValueKind.TERM, term=code)


def a_text(words: str, *, person: str | None = None) -> Value:
    return Value(ValueKind.TEXT, text=words, person=person)


def a_name(name: PersonName) -> Value:
    return Value(ValueKind.NAME, name=name)


def an_age(age: AgeExpr) -> Value:
    return Value(ValueKind.AGE, age=age)


def a_time(time: TimeExpr) -> Value:
    return Value(ValueKind.TIME, time=time)


def a_place(place: PlaceExpr) -> Value:
    return Value(ValueKind.PLACE, place=place)


def a_quantity(quantity: QuantityExpr) -> Value:
    return Value(ValueKind.QUANTITY, quantity=quantity)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One link of a chain: who says it, how they know, and in which words they were quoted.

    ``speaker_id`` is a person of this case or a member; without it the written name tells speakers apart.
    ``protected`` means that this speaker is not to be named outside the case.
    """

    speaker: str
    basis: str = "not_stated"
    speaker_id: str | None = None
    utterance: str = "say"
    verb: str = ""
    said: TimeExpr | None = None
    channel: str = ""
    to_whom: str = ""
    protected: bool = False

    @property
    def stated(self) -> bool:
        return self.speaker != NOT_STATED


UNSTATED = Attribution(NOT_STATED)


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words that carry a claim, their language (BCP 47), their place in the source's text."""

    text: str
    lang: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """How one claim stands to another: V claim_relation."""

    relation: str
    claim: str
