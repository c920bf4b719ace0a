# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page's sentences as plain text that a person edits: one sentence a line, its statements in brackets at
the end.

An empty line begins a paragraph. What is read back keeps the numbers; the language of quotations is looked
up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tocsin.casefile.facts import ClaimRecorded, QuestionAsked, Quote, VisitAttempted
from tocsin.publication.composition.material import Material
from tocsin.publication.facts import Edition, Sentence

MARKS = re.compile(r"\s*\[([\d\s,]*)\]\s*$")
QUOTED = re.compile('“([^”]*)”|«([^»]*)»|"([^"]*)"')
Paragraphs = tuple[tuple[Sentence, ...], ...]


def write(paragraphs: Iterable[Sequence[Sentence]]) -> str:
    """Paragraphs as lines that ``read`` reads back to the same."""
    return "\n\n".join("\n".join(_line(sentence) for sentence in paragraph) for paragraph in paragraphs)


def _line(sentence: Sentence) -> str:
    numbers = ", ".join(map(str, sentence.rests_on))
    return f"{sentence.text} [{numbers}]" if numbers else sentence.text


def read(text: str, material: Material) -> Paragraphs:
    """The paragraphs in a text. A line without numbers rests on nothing, which the rules will say."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    found = (
        tuple(sentence(line, material) for line in block.splitlines() if line.strip()) for block in blocks
    )
    return tuple(block for block in found if block)


def sentence(line: str, material: Material) -> Sentence:
    """One line as a sentence."""
    match = MARKS.search(line)
    numbers = tuple(sorted({int(number) for number in re.findall(r"\d+", match.group(1))})) if match else ()
    text = " ".join((line[: match.start()] if match else line).split())
    return Sentence(text=text, rests_on=numbers, quoted=_tongue(text, numbers, material))


def parts(sentence: Sentence) -> list[tuple[str, bool]]:
    """The sentence in pieces, each with whether it is somebody's own words; the marks around those are
    dropped.
    """
    found, at = [], 0
    for match in QUOTED.finditer(sentence.text):
        found.append((sentence.text[at : match.start()], False))
        found.append(
            (next(group for group in match.groups("") if group or group == match.group()[1:-1]), True)
        )
        at = match.end()
    found.append((sentence.text[at:], False))
    return [piece for piece in found if piece[0]]


def renumbered(page: Edition, numbers: Mapping[int, int]) -> Edition:
    """A page of an earlier revision whose statements now have other numbers; those taken back are gone."""

    def anew(one: Sentence) -> Sentence:
        return replace(one, rests_on=tuple(sorted(numbers[old] for old in one.rests_on if old in numbers)))

    known = tuple(tuple(map(anew, paragraph)) for paragraph in page.known)
    return replace(page, known=known, status=anew(page.status) if page.status else None)


def _tongue(text: str, numbers: Iterable[int], material: Material) -> str:
    words = [next(filter(None, groups), "") for groups in QUOTED.findall(text)]
    for number in numbers:
        record = material.record(number)
        for quote in _quotes(record.fact if record else None):
            if any(one and one in quote.text for one in words):
                return quote.lang
    return ""


def _quotes(fact: object) -> tuple[Quote, ...]:
    match fact:
        case ClaimRecorded(quotes=quotes) | VisitAttempted(words=quotes):
            return quotes
        case QuestionAsked(reply=reply) if reply is not None:
            return (reply,)
    return ()
