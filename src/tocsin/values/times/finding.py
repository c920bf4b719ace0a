# SPDX-License-Identifier: AGPL-3.0-or-later
"""Times in running text: phrases are matched, then joined (a day with its hour, two ends with their range).

Matching and joining know only positions; what the pieces mean is settled in ``settling``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tocsin.values.times.language import Kind, Language, Phrases, Relation

LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """One matched phrase."""

    start: int
    end: int
    row: Phrases
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mention:
    """A time in the text: a date, a part of a day and a clock that belong together, or a range of two."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    about: bool = False
    maybe: bool = False
    relation: Relation | None = None
    until: Mention | None = None

    def of(self, kind: Kind) -> Piece | None:
        return next((piece for piece in self.pieces if piece.row.kind is kind), None)

    @property
    def date(self) -> Piece | None:
        return self.of(Kind.DATE) or self.of(Kind.OFFSET)


def mentions(text: str, language: Language, *, lenient: bool = False) -> list[Mention]:
    """All times in the text, left to right. ``lenient`` is for a form: a bare month or year counts there."""
    single = [Mention(piece.start, piece.end, (piece,)) for piece in _pieces(text, language)]
    prefixed = [_with_prefix(text, mention, language) for mention in _joined(text, single, language)]
    ranged = list(_ranged(text, prefixed, language))
    return [mention for mention in ranged if lenient or _stands_alone(text, mention, language)]


def _pieces(text: str, language: Language) -> list[Piece]:
    """Longest phrase first; what overlaps a longer one is part of it."""
    found = [
        (match.end() - match.start(), -order, row, match)
        for order, (row, pattern) in enumerate(language.patterns)
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda item: (-item[0], -item[1], item[3].start()))
    taken: list[Piece] = []
    covered = bytearray(len(text))
    for _, _, row, match in found:
        if not any(covered[match.start() : match.end()]):
            covered[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
            taken.append(Piece(match.start(), match.end(), row, _values(match, language)))
    return sorted(taken, key=lambda piece: piece.start)


def _values(match: re.Match[str], language: Language) -> dict[str, Any]:
    return {slot: language.value(slot, word) for slot, word in match.groupdict().items() if word is not None}


def _joined(text: str, singles: Iterable[Mention], language: Language) -> Iterator[Mention]:
    """A clock or a part of a day joins the date next to it, on whichever side."""
    waiting: Mention | None = None
    for mention in singles:
        if waiting is not None and _belong_together(text, waiting, mention, language):
            about = bool(language.before["about"].search(text[waiting.end : mention.start]))
            waiting = Mention(
                waiting.start, mention.end, waiting.pieces + mention.pieces, waiting.about or about
            )
            continue
        if waiting is not None:
            yield waiting
        waiting = mention
    if waiting is not None:
        yield waiting


def _belong_together(text: str, left: Mention, right: Mention, language: Language) -> bool:
    kinds = [piece.row.kind for piece in left.pieces + right.pieces]
    if len(set(kinds)) < len(kinds) or set(kinds) <= {Kind.DATE, Kind.OFFSET}:
        return False
    between = text[left.end : right.start]
    return (
        not between or (between.isspace() and "\n" not in between) or bool(language.glue.fullmatch(between))
    )


def _with_prefix(text: str, mention: Mention, language: Language) -> Mention:
    """Take in the words on the left that change the meaning: "around", "possibly", "since"."""
    for _ in range(3):
        found = _prefix(text, mention.start, language)
        if found is None:
            break
        mention = _marked(mention, *found, language)
    return mention


def _prefix(text: str, end: int, language: Language) -> tuple[int, str, str] | None:
    """Where such a word starts, its sort, and the word; an "in" or "the" may stand in between."""
    left = text[max(0, end - LOOK_BACK) : end]
    filler = language.before["introducer"].search(left)
    for stretch in (left, left[: filler.start("word")] if filler else ""):
        for name in ("about", "maybe", "relation"):
            word = language.before[name].search(stretch)
            if word is not None:
                return end - len(left) + word.start("word"), name, word["word"].lower()
    return None


def _marked(mention: Mention, start: int, name: str, word: str, language: Language) -> Mention:
    if name == "about":
        return replace(mention, start=start, about=True)
    if name == "maybe":
        return replace(mention, start=start, maybe=True)
    return replace(mention, start=start, relation=language.relations[" ".join(word.split())])


def _ranged(text: str, single: list[Mention], language: Language) -> Iterator[Mention]:
    """Two dates with a joining word, and the opening word if it asks for one ("between March and May")."""
    position = 0
    while position < len(single):
        left = single[position]
        right = single[position + 1] if position + 1 < len(single) else None
        opened = None if right is None else _opening(text, left, right, language)
        if right is None or opened is None:
            yield left
            position += 1
            continue
        yield replace(left, start=opened, end=right.end, until=right, relation=None)
        position += 2


def _opening(text: str, left: Mention, right: Mention, language: Language) -> int | None:
    """Where the range starts, or None if the two do not make one."""
    if left.date is None or right.date is None or left.relation is Relation.BEFORE:
        return None
    right_start = right.pieces[0].start
    between = text[left.end : right_start]
    before = text[max(0, left.pieces[0].start - LOOK_BACK) : left.pieces[0].start]
    for opener, joiner in language.joiners:
        if not joiner.fullmatch(between):
            continue
        word = None if opener is None else opener.search(before)
        if word is not None:
            return left.pieces[0].start - (len(before) - word.start("word"))
        if opener is None:
            return left.start
    return None


def _stands_alone(text: str, mention: Mention, language: Language) -> bool:
    """Whether running text means a time here: "may" and "2017" alone do not, "in May" and "since 2017" do."""
    if language.capitals and any(_small_month(text, piece) for piece in mention.pieces):
        return False
    if mention.until is not None:
        return True
    strong = [piece for piece in mention.pieces if not piece.row.weak]
    if any(piece.row.kind is not Kind.PART for piece in strong):
        return True
    if mention.date is None and mention.of(Kind.CLOCK) is None:
        return False
    if len(mention.pieces) > 1 or mention.date is None:
        return len(mention.pieces) > 1
    start = mention.pieces[0].start
    left = text[max(0, start - LOOK_BACK) : start]
    return mention.relation is not None or bool(language.before["introducer"].search(left))


def _small_month(text: str, piece: Piece) -> bool:
    """English "may" and "march" are verbs unless they have a capital or a year."""
    lower = text[piece.start : piece.end].islower()
    return lower and "month" in piece.words and "y" not in piece.words
