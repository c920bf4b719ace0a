# SPDX-License-Identifier: AGPL-3.0-or-later
"""A number as said: "dozens of men" stays words, and figures stand there only if a person put them.

A figure read out of "dozens" would be quoted as if somebody had counted.
"""

from __future__ import annotations

from dataclasses import dataclass


class QuantityUnreadable(ValueError):
    """The figures contradict themselves, or there are no words."""


@dataclass(frozen=True, slots=True)
class QuantityExpr:
    """Words, the least and the most they may mean, and what is counted."""

    text: str
    least: int | None = None
    most: int | None = None
    unit: str = "person"

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise QuantityUnreadable("a number needs the words it was given in")
        if any(figure is not None and figure < 0 for figure in (self.least, self.most)):
            raise QuantityUnreadable("nothing is counted below nought")
        if self.least is not None and self.most is not None and self.most < self.least:
            raise QuantityUnreadable("the most is less than the least")

    @property
    def counted(self) -> bool:
        return self.least is not None or self.most is not None

    def may_agree(self, other: QuantityExpr) -> bool:
        """Whether one number could satisfy both; words without figures disagree with nothing."""
        if self.unit != other.unit or not (self.counted and other.counted):
            return True
        return _not_above(self.least, other.most) and _not_above(other.least, self.most)


def _not_above(least: int | None, most: int | None) -> bool:
    return least is None or most is None or least <= most
