# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is on call: a rota that reaches nobody is refused before it can ring in vain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tocsin.alarm import ladder
from tocsin.alarm.facts.bell import Reach, RotaSet, Step
from tocsin.vault.ids import MemberId
from tocsin.vault.refusals import Refusal

SHORTEST_SECONDS = 1


def set_rota(
    steps: Sequence[tuple[Sequence[MemberId], int]],
    reach: Mapping[MemberId, Sequence[str]],
    *,
    tz: str,
    repeat_seconds: int = 300,
) -> RotaSet:
    """The new rota. Every step has people with an address, and every wait is a real wait."""
    rota = RotaSet(
        steps=tuple(Step(members=tuple(members), wait_seconds=wait) for members, wait in steps),
        reach=tuple(Reach(member=member, addresses=tuple(urls)) for member, urls in reach.items()),
        tz=tz,
        repeat_seconds=repeat_seconds,
    )
    if min([repeat_seconds, *(step.wait_seconds for step in rota.steps)]) < SHORTEST_SECONDS:
        raise Refusal(
            "A wait of the ladder is shorter than a second.", "", "Give each step a time in seconds."
        )
    mute = [number + 1 for number, step in enumerate(rota.steps) if not _reached(rota, step)]
    if mute or not rota.steps:
        raise Refusal(
            f"The rota reaches nobody on step {mute[0] if mute else 1}.",
            "The bell would ring there in vain.",
            "Give that step at least one member with an address such as mailto:name@example.org.",
        )
    return rota


def _reached(rota: RotaSet, step: Step) -> bool:
    return any(ladder.addresses(rota, member) for member in step.members)
