# SPDX-License-Identifier: AGPL-3.0-or-later
"""A draft claim: exact words of the source, what they are taken to say, and through whom they came.

A machine only proposes; a person who accepts a draft confirms that the page says so, not that it is true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.values.times import TimeExpr

Value = Mapping[str, str | int | bool | None]

# The end of a chain that names nobody; it is shown as a question mark and counts as nobody.
NOT_STATED = "not stated"


class Kind(StrEnum):
    """What a draft speaks of."""

    PERSON = "person"
    AGE = "age"
    SAME_PERSON = "same_person"
    PLACE = "place"
    TIME = "time"
    ACT = "act"
    SAYS = "says"
    OBSERVATION = "observation"


@dataclass(frozen=True, slots=True)
class Draft:
    """``chain`` runs from the carrier to the originator; ``source`` and ``cue`` are words of the page.

    ``value`` holds plain values only. ``minor`` is True where the words make somebody a minor.
    """

    kind: Kind
    start: int
    end: int
    text: str
    value: Value = field(default_factory=dict)
    source: str | None = None
    cue: str | None = None
    chain: tuple[str, ...] = ()
    anchor: str | None = None
    minor: bool = False
    time: TimeExpr | None = None
