# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose page it is, from what the page says about itself; the first link of every chain.

Only lines outside the story are asked, and a name has to stand in two of them or behind a copyright mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

UNNAMED = "this page"
_WORD = r"[^\W\d_a-zа-яё][\w’'&-]*"
_NAME = rf"(?:The )?{_WORD}(?: (?:(?:de|del|la|of|the|and|&) )?{_WORD}){{0,3}}"
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|[cC]opyright)\s*(?:\d{4}(?:\s*[–-]\s*\d{4})?)?,?\s*"
    rf"(?:[«“\"](?P<quoted>[^«»“”\"]{{2,50}})[»”\"]|(?P<name>{_NAME}))"
)
_ARTICLE = re.compile(r"^(?:The|El|La|Los|Las) ")
_QUOTED = re.compile(r"«([^«»]{3,50})»")
_RUN = re.compile(rf"(?<![\w.]){_NAME}")
_COMMON = re.compile(
    r"(?:the|a|an|our|your|my|we|you|this|that|these|if|in|on|at|for|from|and|but|sign|log|read|share|more|most"
    r"|comments?|by|to|please|subscribe|support|join|follow|thank|facebook|twitter|telegram|whatsapp|instagram"
    r"|youtube|google|javascript|us|uk|at such.*|enter|continue|stay|notifications?|human rights|privacy.*"
    r"|leer.*|en"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$",
    re.IGNORECASE,
)


def carrier(outside: Iterable[str]) -> str:
    """The outlet's name, or "this page"."""
    lines = sorted({line.replace("\u00a0", " ") for line in outside})
    for line in lines:
        if found := _COPYRIGHT.search(line):
            return str(found["quoted"] or found["name"]).strip()
    forms: dict[str, list[str]] = {}
    for line in lines:
        for name in sorted(set(_names(line))):
            forms.setdefault(_ARTICLE.sub("", name), []).append(name)
    named = [(len(found), len(key), key) for key, found in forms.items() if len(found) > 1]
    if not named:
        return UNNAMED
    printed = forms[max(named)[2]]
    return max(printed, key=lambda name: (printed.count(name), -len(name)))


def _names(line: str) -> Iterable[str]:
    for match in _QUOTED.finditer(line):
        yield match[1]
    for match in _RUN.finditer(line):
        if match.start() == 0 and " " not in match.group() and match.group() != line:
            continue  # a sentence or a button begins with a capital, too
        if not _COMMON.fullmatch(match.group()) and len(match.group()) > 3:
            yield match.group()
