# SPDX-License-Identifier: AGPL-3.0-or-later
"""A place as said: the words first, coordinates only with their radius, and never for a shelter.

A point on a map claims more than most sources know, and a shelter's point would lead to its door.
"""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.values import vocabularies
from tocsin.values.names_folding import words

_FINE_TO_COARSE = ("point", "building", "street", "settlement", "district", "region", "country")


class PlaceUnreadable(ValueError):
    """A place that would claim more than it may: what is wrong is in the message."""


@dataclass(frozen=True, slots=True)
class PlaceExpr:
    """Words, how fine they are, and what else is known. ``origin``, ``bound_for``: ``in_transit`` only."""

    text: str
    precision: str = "unknown"
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None
    dwelling_kind: str | None = None
    gazetteer_id: str | None = None
    restricted: bool = False
    origin: str | None = None
    bound_for: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise PlaceUnreadable("a place needs the words it was given in")
        if not vocabularies.has("place_precision", self.precision):
            raise PlaceUnreadable(f"{self.precision!r} is no precision of a place")
        if self.dwelling_kind is not None and not vocabularies.has("dwelling_kind", self.dwelling_kind):
            raise PlaceUnreadable(f"{self.dwelling_kind!r} is no kind of premises")
        self._check_point()
        if (self.origin or self.bound_for) and self.precision != "in_transit":
            raise PlaceUnreadable("from and to belong to a place on the way only")

    def _check_point(self) -> None:
        point = (self.lat, self.lon, self.radius_m)
        if point == (None, None, None):
            return
        if self.restricted:
            raise PlaceUnreadable("a shelter is kept without coordinates")
        if self.lat is None or self.lon is None or self.radius_m is None:
            raise PlaceUnreadable("coordinates need latitude, longitude and a radius")
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180 and self.radius_m > 0):
            raise PlaceUnreadable("coordinates lie outside the globe, or the radius is not positive")


def may_agree(one: PlaceExpr, other: PlaceExpr) -> bool:
    """Whether both could be one place: the same words, one naming the other, or one coarser."""
    mine, theirs = set(words(one.text)), set(words(other.text))
    if mine <= theirs or theirs <= mine:
        return True
    if one.precision in _FINE_TO_COARSE and other.precision in _FINE_TO_COARSE:
        # Without a gazetteer nothing says that a street lies in another town, so only equals can differ.
        return one.precision != other.precision
    return "unknown" in (one.precision, other.precision)
