# SPDX-License-Identifier: AGPL-3.0-or-later
"""Places and numbers keep their words and never claim more than they may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.values.places import PlaceExpr, PlaceUnreadable, may_agree
from tocsin.values.quantities import QuantityExpr, QuantityUnreadable

numbers = st.none() | st.integers(-3, 40)
degrees = st.none() | st.floats(-200, 200) | st.just(float("nan"))
places = st.builds(
    PlaceExpr,
    st.sampled_from(["Zarechensk", "Vyshgorsk", "Sadovaya, Zarechensk", "Uvalsk region"]),
    st.sampled_from(["street", "settlement", "region", "unknown", "in_transit"]),
)


@given(degrees, degrees, numbers, st.booleans())
def test_a_point_stands_only_with_its_radius_on_the_globe_and_never_for_a_shelter(
    lat: float | None, lon: float | None, radius: int | None, restricted: bool
) -> None:
    try:
        place = PlaceExpr("a flat", lat=lat, lon=lon, radius_m=radius, restricted=restricted)
    except PlaceUnreadable:
        return
    if place.lat is None:
        assert (place.lon, place.radius_m) == (None, None)
    else:
        assert not place.restricted and place.radius_m and abs(place.lat) <= 90 and abs(place.lon or 0) <= 180


@given(places, places)
def test_places_agree_both_ways_or_not_at_all(one: PlaceExpr, other: PlaceExpr) -> None:
    assert may_agree(one, other) == may_agree(other, one)
    assert may_agree(one, one)


def test_two_towns_differ_and_a_street_does_not_differ_from_a_town() -> None:
    town = PlaceExpr("Zarechensk", "settlement")
    assert not may_agree(town, PlaceExpr("Vyshgorsk", "settlement"))
    assert may_agree(town, PlaceExpr("Sadovaya 14", "street"))
    assert may_agree(town, PlaceExpr("near Zarechensk", "settlement"))


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"precision": "planet"}, {"dwelling_kind": "castle"}, {"origin": "Zarechensk"}]
)
def test_a_place_that_says_nothing_or_something_unknown_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(PlaceUnreadable):
        PlaceExpr(**{"text": "Zarechensk", "precision": "settlement", **wrong})


@given(numbers, numbers, numbers, numbers)
def test_numbers_agree_when_one_number_satisfies_both(
    a: int | None, b: int | None, c: int | None, d: int | None
) -> None:
    try:
        one, other = QuantityExpr("some", a, b), QuantityExpr("others", c, d)
    except QuantityUnreadable:
        return
    fits = [
        all(least is None or n >= least for least in (a, c))
        and all(most is None or n <= most for most in (b, d))
        for n in range(45)
    ]
    assert one.may_agree(other) == any(fits)


def test_dozens_stay_words_and_disagree_with_nothing() -> None:
    assert QuantityExpr("dozens of men").may_agree(QuantityExpr("nine", 9, 9))
    assert not QuantityExpr("dozens of men").counted
    with pytest.raises(QuantityUnreadable):
        QuantityExpr("", 1, 2)
