# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drawing a case step by step and drawing it again from the start give one picture, whatever is missing."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.casefile import facts, rules
from tocsin.casefile.picture import (
    CaseFold,
    CasePicture,
    ahead,
    disputes,
    legal_clocks,
    trace,
    without_counsel,
)
from tocsin.casefile.tests.night import MOSCOW, VERA, first_night, local
from tocsin.vault.kinds import Recorded, Registry, Unknown
from tocsin.vault.refusals import Refusal

NIGHT = first_night()


def drawn(entries: list[Recorded[object]]) -> CasePicture:
    return reduce(CaseFold().step, entries, CaseFold().empty())


@given(st.integers(0, len(NIGHT.entries)), st.integers(0, len(NIGHT.entries)))
def test_drawing_on_from_any_point_equals_drawing_again(first: int, second: int) -> None:
    start, end = sorted((first, second))
    before = drawn(NIGHT.entries[:start])
    kept = repr(before)
    after = reduce(CaseFold().step, NIGHT.entries[start:end], before)
    assert after == drawn(NIGHT.entries[:end])
    assert repr(before) == kept, "a step must leave the picture it started from as it was"


@given(st.permutations(range(len(NIGHT.entries))), st.integers(0, len(NIGHT.entries)))
def test_whatever_is_missing_or_late_a_picture_is_drawn_and_computed(order: list[int], kept: int) -> None:
    picture = drawn([NIGHT.entries[index] for index in order[:kept]])
    now = local(19, 12)
    disputes(picture), without_counsel(picture, now), legal_clocks(picture, now, MOSCOW)
    for person in picture.people:
        trace(picture, person, now)
    if kept == len(order):
        assert picture.claims == NIGHT.picture.claims and picture.people == NIGHT.picture.people


def test_every_fact_of_the_night_is_read_back_as_it_was_written() -> None:
    registry = Registry(facts.KINDS)
    for entry in NIGHT.entries:
        assert registry.from_body(registry.to_body(entry.fact, entry.at)) == entry.fact


def test_every_kind_has_a_name_of_its_own_and_no_field_that_a_body_needs() -> None:
    for kind in facts.KINDS:
        assert not {"kind", "at"} & set(kind.__dataclass_fields__)
    assert len(Registry(facts.KINDS).kinds()) == len(facts.KINDS)


def test_a_kind_from_a_newer_program_makes_the_case_read_only() -> None:
    desk = first_night()
    desk.file(Unknown("case.merged/1", {"kind": "case.merged/1"}))
    assert desk.picture.read_only
    with pytest.raises(Refusal, match="newer Tocsin"):
        desk.write(rules.add_person)


def test_a_rule_can_build_on_facts_of_the_same_batch() -> None:
    desk = first_night()
    new = rules.record_source(desk.picture, id="aa", evidence_kind="photo", title="Door")
    later = ahead(desk.picture, new, by=VERA, at=datetime(2026, 11, 17, tzinfo=UTC))
    assert "aa" in later.sources and "aa" not in desk.picture.sources
