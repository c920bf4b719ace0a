# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the story is told: acts of small steps, each a sentence that either holds or stops the story.

A step is a function whose docstring is the sentence; whatever it raises is the reason why it did not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tocsin_server.demo.night import Night

Step = Callable[["Night"], None]
Say = Callable[[str], None]


class Broke(AssertionError):
    """A step did not hold."""


def hold(held: object, otherwise: str) -> None:
    """Go on if this holds; unlike ``assert`` it cannot be switched off."""
    if not held:
        raise Broke(otherwise)


def sentence(step: Step) -> str:
    return " ".join((step.__doc__ or step.__name__).split())


def play(night: Night, acts: Iterable[tuple[str, tuple[Step, ...]]], say: Say) -> bool:
    """Play the acts in order and say each step with the seconds it took; False where one did not hold."""
    started = monotonic()
    for title, steps in acts:
        say(f"\n{title}")
        for step in steps:
            began = monotonic()
            try:
                step(night)
            except (AssertionError, OSError, LookupError, ValueError) as error:
                say(f"  {monotonic() - began:6.2f} s  DID NOT HOLD: {sentence(step)}")
                say(f"            {type(error).__name__}: {error}")
                return False
            say(f"  {monotonic() - began:6.2f} s  {sentence(step)}")
    say(f"\nEvery step held, in {monotonic() - started:.1f} s.")
    return True
