# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was done, by words of a list; negated words are flagged, because a denial is a claim of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tocsin.monitoring.drafting.wordlists import Words

_NEGATED = re.compile(
    r"(?:\b(?:not|never|nobody|no one|no|neither|не|ни|никто|никогда|nunca|nadie|jam[aá]s)|n['’]t)"
    r"(?:\s+\w+){0,3}\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Act:
    """Where the words stand, the code of the vocabulary act_type, and whether they are negated."""

    start: int
    end: int
    code: str
    negated: bool


def acts(text: str, lists: Words) -> list[Act]:
    """All acts in order; where two lists match the same words, the longer match counts."""
    found = [
        Act(match.start(), match.end(), code, _NEGATED.search(text[: match.start()][-40:]) is not None)
        for code, pattern in lists.acts.items()
        for match in pattern.finditer(text)
        if not lists.modal.search(text[: match.start()][-20:])
    ]
    kept: list[Act] = []
    for act in sorted(found, key=lambda act: (act.start - act.end, act.start)):
        if not any(act.start < other.end and other.start < act.end for other in kept):
            kept.append(act)
    return sorted(kept, key=lambda act: act.start)
