# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seek secrets in an output and mark where they stand.

A sure leak stops a publication; a look-alike (the same consonants) is shown to both approvers and stops
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tocsin.publication.leaks.spelling import Sought, Word, read, seek, visible
from tocsin.publication.leaks.views import views

AROUND = 28
DIGITS = re.compile(r"\d(?:[\s\u00a0().\-–/]{0,3}\d){4,}")
GAP = 2  # words that may stand inside an address: "Sadovaya street, house 14"
Place = tuple[int, int, bool]
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
    sought = tuple(secrets)
    leaks: dict[Leak, None] = {}
    for name, data in outputs.items():
        leaks |= dict.fromkeys(_in_text(name, name, sought))
        for view in views(name, data):
            leaks |= dict.fromkeys(_in_text(name, visible(view), sought))
    sure = {leak.found for leak in leaks if leak.sure}
    return tuple(leak for leak in leaks if leak.sure or leak.found not in sure)


def _in_text(output: str, text: str, secrets: tuple[Secret, ...]) -> Iterable[Leak]:
    words = read(text)
    for secret in secrets:
        for start, end, sure in _places(secret, text, words):
            before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
            yield Leak(
                output,
                " ".join(before.split()),
                text[start:end],
                " ".join(after.split()),
                secret.reason,
                sure,
            )


def _places(secret: Secret, text: str, words: list[Word]) -> Iterable[Place]:
    if secret.kind is SecretKind.NUMBER:
        return _numbers(secret.text, text)
    if secret.kind is SecretKind.EXACT:
        return (
            (match.start(), match.end(), True) for match in re.finditer(re.escape(secret.text), text, re.I)
        )
    if secret.kind is SecretKind.ADDRESS:
        return _phrases(secret.text, words)
    return _names(secret.text, words)


def _numbers(secret: str, text: str) -> Iterable[Place]:
    digits = re.sub(r"\D", "", secret)
    sought = digits[-LOCAL_NUMBER:] if len(digits) >= LOCAL_NUMBER else digits
    for match in DIGITS.finditer(text):
        if sought and sought in re.sub(r"\D", "", match.group()):
            yield match.start(), match.end(), True


def _names(secret: str, words: list[Word]) -> Iterable[Place]:
    for part in seek(secret):
        for word in words:
            if part.is_in(word):
                yield word.start, word.end, True
            elif part.is_like(word):
                yield word.start, word.end, False


def _phrases(secret: str, words: list[Word]) -> Iterable[Place]:
    parts = seek(secret)
    for first in (at for at, word in enumerate(words) if parts and parts[0].is_in(word)):
        last = _follow(first, parts[1:], words)
        if last is not None:
            yield words[first].start, words[last].end, True


def _follow(at: int, parts: Sequence[Sought], words: list[Word]) -> int | None:
    """Where the last part stands if every part follows the one before within a few words."""
    for part in parts:
        near = range(at + 1, min(at + 2 + GAP, len(words)))
        found = next((place for place in near if part.is_in(words[place])), None)
        if found is None:
            return None
        at = found
    return at
