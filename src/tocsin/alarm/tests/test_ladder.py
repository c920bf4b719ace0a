# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ladder: who is woken when, and that it never ends."""

from __future__ import annotations

import pytest

from tocsin.alarm import ladder, rules
from tocsin.alarm.tests.night import ILYA, NINA, REACH, ROTA, VERA
from tocsin.vault.ids import MemberId
from tocsin.vault.refusals import Refusal


def test_the_first_rungs_are_the_steps_of_the_rota() -> None:
    assert ladder.recipients(ROTA, 0) == (0, (VERA,))
    assert ladder.recipients(ROTA, 1) == (1, (ILYA,))


@pytest.mark.parametrize("rung", [2, 3, 50, 10_000])
def test_above_the_steps_everyone_is_woken_for_ever(rung: int) -> None:
    assert ladder.recipients(ROTA, rung) == (rung, (VERA, ILYA))
    assert ladder.wait_seconds(ROTA, rung) == 300


def test_a_step_that_reaches_nobody_is_skipped_and_costs_no_time() -> None:
    rota = rules.set_rota([((VERA,), 60), ((ILYA,), 60), ((NINA,), 60)], REACH, tz="UTC")
    rota = type(rota)(
        steps=rota.steps,
        reach=tuple(one for one in rota.reach if one.member != ILYA),
        tz=rota.tz,
        repeat_seconds=300,
    )
    assert ladder.recipients(rota, 1) == (2, (NINA,))


def test_a_rota_that_reaches_nobody_on_a_step_is_refused_and_says_which() -> None:
    with pytest.raises(Refusal, match="reaches nobody on step 2"):
        rules.set_rota([((VERA,), 60), ((MemberId("ee"),), 60)], REACH, tz="UTC")
    with pytest.raises(Refusal, match="reaches nobody on step 1"):
        rules.set_rota([], REACH, tz="UTC")


def test_a_wait_of_no_seconds_is_refused() -> None:
    with pytest.raises(Refusal, match="shorter than a second"):
        rules.set_rota([((VERA,), 0)], REACH, tz="UTC")
    with pytest.raises(Refusal, match="shorter than a second"):
        rules.set_rota([((VERA,), 9)], REACH, tz="UTC", repeat_seconds=0)
