# SPDX-License-Identifier: AGPL-3.0-or-later
"""Labels furniture by looking at lines together: captions printed twice, appeals of several paragraphs.

A donation appeal is fluent prose that no measure of single lines removes; what gives it away is its company.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.monitoring.story.chrome import (
    Reason,
    addresses,
    furniture,
    is_quote,
    is_sentence,
    is_wall,
    opens_comments,
)

_AGO = re.compile(
    r"^[\W_]*(\d+|an?|one|un|una)? ?(s(ec\w*)?|m(in\w*)?|h(our)?s?|d(ay)?s?|w(eek)?s?|months?|years?"
    r"|сек\w*|мин\w*|час\w*|д(ень|ня|ней)|недел\w+) (ago|назад)\b|^hace \d+ \w+$",
    re.IGNORECASE,
)
LONG_ENOUGH_FOR_A_CAPTION = 25
LONGEST_APPEAL = 4
_INVITING = (Reason.INVITATION, Reason.COOKIES)


def labels(lines: Sequence[str]) -> list[Reason | None]:
    """A reason for every line that is furniture by its words or by its company, None for the rest."""
    found = [Reason.NAVIGATION if _AGO.search(line) else furniture(line) for line in lines]
    _mark_doubled_captions(lines, found)
    _spread_appeals(lines, found)
    _mark_boxes(lines, found)
    return found


def _mark_doubled_captions(lines: Sequence[str], found: list[Reason | None]) -> None:
    """A picture's caption is copied twice, once as its text and once with its credit."""
    for i in range(len(lines) - 1):
        shorter, longer = sorted((lines[i], lines[i + 1]), key=len)
        if len(shorter) > LONG_ENOUGH_FOR_A_CAPTION and longer.startswith(shorter.rstrip(".… ")):
            found[i] = found[i + 1] = Reason.CAPTION_REPEATED


def _spread_appeals(lines: Sequence[str], found: list[Reason | None]) -> None:
    """Paragraphs beside an invitation that go on in the page's own voice belong to it."""
    _spread(lines, found, range(1, len(lines)))
    _spread(lines, found, range(len(lines) - 2, -1, -1))
    for i in range(1, len(lines) - 1):
        enclosed = found[i - 1] is Reason.INVITATION and found[i + 1] is Reason.INVITATION
        fluent = is_sentence(lines[i - 1]) and is_sentence(lines[i + 1])
        if found[i] is None and enclosed and fluent and not is_quote(lines[i]):
            found[i] = Reason.INVITATION


def _spread(lines: Sequence[str], found: list[Reason | None], order: range) -> None:
    """A few lines at most, so that one invitation never swallows a text written in the first person."""
    passed = 0
    for i in order:
        neighbour = found[i - order.step]
        if (
            found[i] is not None
            or neighbour not in _INVITING
            or passed >= LONGEST_APPEAL
            or not _goes_on(lines[i])
        ):
            passed = 0
            continue
        found[i], passed = neighbour, passed + 1


def _mark_boxes(lines: Sequence[str], found: list[Reason | None]) -> None:
    """Under "read also" stand headlines of other stories, up to the next sentence."""
    inside = False
    for i, line in enumerate(lines):
        if is_wall(line) and not opens_comments(line):
            inside = True
        elif is_sentence(line):
            inside = False
        elif inside and found[i] is None:
            found[i] = Reason.OTHER_STORY


def _goes_on(line: str) -> bool:
    return is_sentence(line) and addresses(line) and not is_quote(line)
