# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seek secrets in an output and mark where they stand.

A sure leak stops a publication; a look-alike (the same consonants) is shown to both approvers and stops
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tocsin.publication.leaks import spelling
from tocsin.publication.leaks.spelling import WORD, Sought, seek, visible
from tocsin.publication.leaks.views import views

AROUND = 28
DIGITS = re.compile(r"\d(?:[\s\u00a0().\-–/]{0,3}\d){4,}")
GAP = 2  # words that may stand inside an address: "Sadovaya street, house 14"
Place = tuple[int, int, bool]
Words = list[tuple[int, int, frozenset[str], frozenset[str]]]  # start, end, what it is, what it looks like
LOCAL_NUMBER = 7  # the last digits of a telephone number are the same in every way of dialling it


class SecretKind(StrEnum):
    NAME = "name"
    ADDRESS = "address"
    NUMBER = "number"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that must not leave, and why (V:redaction_reason)."""

    text: str
    kind: SecretKind
    reason: str


@dataclass(frozen=True, slots=True)
class Leak:
    """A place in an output where a secret stands: words before it, it, words after it."""

    output: str
    before: str
    found: str
    after: str
    reason: str
    sure: bool = True


def search(outputs: Mapping[str, bytes], secrets: Iterable[Secret]) -> tuple[Leak, ...]:
    """Every leak in every output, each place once. Raises UnreadableOutput."""
    seeker = _Seeker(secrets)
    leaks: dict[Leak, None] = {}
    for name, data in outputs.items():
        texts = dict.fromkeys((name, *map(visible, views(name, data))))
        for text in texts:
            leaks |= dict.fromkeys(seeker.leaks(name, text))
    sure = {leak.found for leak in leaks if leak.sure}
    return tuple(leak for leak in leaks if leak.sure or leak.found not in sure)


class _Seeker:
    """The secrets, taken apart once, and what each different word was found to be.

    It lives for one search: a kept list of everything withheld would be the very thing to steal.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        worded = (SecretKind.NAME, SecretKind.ADDRESS)
        self._secrets = [
            (secret, seek(secret.text) if secret.kind in worded else ())
            for secret in secrets
            if secret.text.strip()
        ]
        self._parts = {part.text: part for _, parts in self._secrets for part in parts}
        self._met: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def leaks(self, output: str, text: str) -> Iterator[Leak]:
        words = [(match.start(), match.end(), *self._meets(match.group())) for match in WORD.finditer(text)]
        for secret, parts in self._secrets:
            for start, end, sure in self._places(secret, parts, text, words):
                before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
                around = " ".join(before.split()), text[start:end], " ".join(after.split())
                yield Leak(output, *around, secret.reason, sure)

    def _meets(self, word: str) -> tuple[frozenset[str], frozenset[str]]:
        """Which parts of secrets this word is, and which it only looks like."""
        if word not in self._met:
            read = spelling.read(word)
            is_in = frozenset(text for text, part in self._parts.items() if part.is_in(read))
            like = frozenset(text for text, part in self._parts.items() if part.is_like(read))
            self._met[word] = (is_in, like - is_in)
        return self._met[word]

    def _places(self, secret: Secret, parts: Sequence[Sought], text: str, words: Words) -> Iterator[Place]:
        match secret.kind:
            case SecretKind.NUMBER:
                yield from _numbers(secret.text, text)
            case SecretKind.EXACT:
                for match in re.finditer(re.escape(secret.text), text, re.I):
                    yield match.start(), match.end(), True
            case SecretKind.ADDRESS:
                yield from _phrases([part.text for part in parts], words)
            case SecretKind.NAME:
                names = {part.text for part in parts}
                yield from ((start, end, True) for start, end, sure, _ in words if sure & names)
                yield from (
                    (start, end, False) for start, end, sure, like in words if like & names and not sure
                )


def _numbers(secret: str, text: str) -> Iterator[Place]:
    digits = re.sub(r"\D", "", secret)
    sought = digits[-LOCAL_NUMBER:] if len(digits) >= LOCAL_NUMBER else digits
    for match in DIGITS.finditer(text):
        if sought and sought in re.sub(r"\D", "", match.group()):
            yield match.start(), match.end(), True


def _phrases(parts: Sequence[str], words: Words) -> Iterator[Place]:
    if not parts:
        return
    for first, (start, _, sure, _like) in enumerate(words):
        if parts[0] in sure and (last := _follow(first, parts[1:], words)) is not None:
            yield start, words[last][1], True


def _follow(at: int, parts: Sequence[str], words: Words) -> int | None:
    """Where the last part stands if every part follows the one before within a few words."""
    for part in parts:
        near = range(at + 1, min(at + 2 + GAP, len(words)))
        found = next((place for place in near if part in words[place][2]), None)
        if found is None:
            return None
        at = found
    return at
