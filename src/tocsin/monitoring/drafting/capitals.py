# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs of capitalised words, the raw material of names, with what stands left and right of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.monitoring.drafting.wordlists import Words

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_LOWER_TAIL = re.compile(r"-[^\W\d_A-ZА-ЯЁ]")
_PARTICLES = ("de", "del", "la", "van", "von", "der", "bin", "ibn", "al", "el", "da", "di", "оглы", "кызы")
_JOINT = re.compile(r"[ \u00a0]$")
_ABBREVIATION = ("st", "dr", "mr", "mrs", "ms", "г", "им")
AROUND = 60


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in a row. ``post`` is a post named right before them ("lawyer", "Governor")."""

    start: int
    words: tuple[str, ...]
    text: str
    before: str
    after: str
    post: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def runs(text: str, lists: Words) -> Iterator[Run]:
    """Each longest run, without the words at its start that are no part of a name."""
    for group in _grouped(text):
        post = False
        while group and (lists.not_a_name.fullmatch(group[0][1]) or lists.post.fullmatch(group[0][1])):
            post = lists.post.fullmatch(group[0][1]) is not None
            group = group[1:]
        while group and group[-1][1] in _PARTICLES:
            group = group[:-1]
        if group:
            yield _run(text, group, post, lists)


def _run(text: str, group: list[tuple[int, str]], post: bool, lists: Words) -> Run:
    start, end = group[0][0], group[-1][0] + len(group[-1][1])
    before = text[max(0, start - AROUND) : start]
    last_word = re.search(r"([\w-]+)\s+$", before)
    named = post or bool(last_word and lists.post.fullmatch(last_word[1]))
    words = tuple(word for _, word in group)
    return Run(start, words, text[start:end], before, text[end : end + AROUND], named)


def _grouped(text: str) -> Iterator[list[tuple[int, str]]]:
    group: list[tuple[int, str]] = []
    for position, word in _tokens(text):
        last = group[-1][0] + len(group[-1][1]) if group else 0
        joined = bool(group) and _adjoins(text[last:position], group[-1][1])
        capital = word[0].isupper()
        if joined and (capital or word.lower() in _PARTICLES):
            group.append((position, word))
            continue
        if group:
            yield group
        group = [(position, word)] if capital else []
    if group:
        yield group


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        tail = _LOWER_TAIL.search(word)
        yield match.start(), word[: tail.start()] if tail else word


def _adjoins(between: str, left: str) -> bool:
    short = len(left) == 1 or left.lower() in _ABBREVIATION
    return between in (" ", "\u00a0") or (short and between in (". ", ".", ".\u00a0"))
