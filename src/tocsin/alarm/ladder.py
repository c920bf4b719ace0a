# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ladder: who is woken on which rung and how long they have. It has no last rung and no silent one.

Rung n below the number of steps is that step; every rung above is everyone, so it cannot end by being short.
"""

from __future__ import annotations

from tocsin.alarm.facts.bell import RotaSet
from tocsin.vault.ids import MemberId

SEEN_SECONDS = 300
LEASE_SECONDS = 3600
GRAVE_LEASE_SECONDS = 900
WORD_SECONDS = 1800
SECOND_PERSON_SECONDS = 12 * 3600
GRAVE_SECOND_PERSON_SECONDS = 900


def addresses(rota: RotaSet, member: MemberId) -> tuple[str, ...]:
    """Where this member is woken; empty when the rota names nothing."""
    return tuple(
        dict.fromkeys(
            address for reach in rota.reach if reach.member == member for address in reach.addresses
        )
    )


def responders(rota: RotaSet) -> tuple[MemberId, ...]:
    """Everyone the ladder can wake, in the order in which it would."""
    return tuple(dict.fromkeys(member for step in rota.steps for member in step.members))


def everyone(rota: RotaSet) -> int:
    """The first rung on which all are woken."""
    return len(rota.steps)


def recipients(rota: RotaSet, rung: int) -> tuple[int, tuple[MemberId, ...]]:
    """The first rung from ``rung`` on that reaches somebody, and whom: a gap in the rota costs no second."""
    for number in range(max(rung, 0), everyone(rota)):
        if reached := _reached(rota, rota.steps[number].members):
            return number, reached
    return max(rung, everyone(rota)), _reached(rota, responders(rota))


def wait_seconds(rota: RotaSet, rung: int) -> int:
    """How long after this rung the next one rings."""
    return rota.steps[rung].wait_seconds if 0 <= rung < everyone(rota) else rota.repeat_seconds


def _reached(rota: RotaSet, members: tuple[MemberId, ...]) -> tuple[MemberId, ...]:
    return tuple(member for member in members if addresses(rota, member))
