# SPDX-License-Identifier: AGPL-3.0-or-later
"""Imprecise times are drawn as they are, and small counts do not leave."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tocsin.trends import rules
from tocsin.trends.picture import Happened, Step, wave

DAYS = some.dates(date(2015, 1, 1), date(2026, 12, 31))
SPANS = some.tuples(DAYS, DAYS).map(sorted)


def one(first: date | None, last: date | None) -> Happened:
    return Happened("TC-1", 2, first, last)


def test_what_spans_three_months_is_possible_in_each_and_sure_in_none() -> None:
    drawn = wave([one(date(2020, 3, 1), date(2020, 5, 31)), one(date(2020, 4, 2), date(2020, 4, 2))])
    assert [(bin.first.month, bin.sure, bin.possible) for bin in drawn.bins] == [
        (3, 0, 1),
        (4, 1, 1),
        (5, 0, 1),
    ]
    assert drawn.step is Step.MONTH


def test_what_nobody_dated_is_counted_and_drawn_nowhere() -> None:
    drawn = wave([one(None, None)])
    assert (drawn.documented, drawn.undated, drawn.bins) == (1, 1, ())


def test_many_years_are_drawn_by_quarter() -> None:
    drawn = wave([one(date(2017, 2, 1), date(2017, 2, 28)), one(date(2021, 2, 4), date(2021, 2, 4))])
    assert drawn.step is Step.QUARTER
    assert (drawn.bins[0].first, drawn.bins[0].last) == (date(2017, 1, 1), date(2017, 3, 31))
    assert [bin.sure for bin in drawn.bins] == [1, *[0] * 15, 1]


@given(some.lists(SPANS, min_size=1, max_size=20))
def test_rows_follow_without_gap_and_nothing_sure_is_counted_twice(spans: list[list[date]]) -> None:
    drawn = wave([one(first, last) for first, last in spans])
    assert all(
        (after.first - before.last).days == 1
        for before, after in zip(drawn.bins, drawn.bins[1:], strict=False)
    )
    assert sum(bin.sure for bin in drawn.bins) <= len(spans)
    assert sum(bin.sure + bin.possible for bin in drawn.bins) >= len(spans)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([7, 8], (7, 8)),
        ([0, 9], (0, 9)),
        ([3, 7, 9], (None, None, 9)),
        ([3, 4, 9], (None, None, 9)),
        ([4], (None,)),
    ],
)
def test_small_counts_are_withheld_and_cannot_be_computed_back(
    counts: list[int], told: tuple[int | None, ...]
) -> None:
    assert rules.publishable(counts) == told


@given(some.lists(some.integers(0, 30), max_size=12))
def test_no_withheld_count_follows_from_what_is_told(counts: list[int]) -> None:
    told, total = rules.publishable(counts), rules.total(counts)
    assert all(count is None or count == 0 or count >= rules.LEAST for count in told)
    assert total is None or told.count(None) != 1
