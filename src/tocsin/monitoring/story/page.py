# SPDX-License-Identifier: AGPL-3.0-or-later
"""One page from top to bottom: every non-empty line is body, a named part, or left out with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tocsin.monitoring.story.choosing import chosen
from tocsin.monitoring.story.chrome import Reason, is_paragraph, is_sentence, is_wall, opens_comments
from tocsin.monitoring.story.furnishing import labels
from tocsin.monitoring.story.heads import Heads, heads
from tocsin.monitoring.story.likelihood import log_odds
from tocsin.monitoring.story.lines import Line
from tocsin.monitoring.story.signing import BESIDE_THE_DATE, Byline, Dated, byline, date_line
from tocsin.values.times import TimeExpr

FRONT = 4


class Part(StrEnum):
    """What a line is on the page."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    PUBLISHED = "published"
    BODY = "body"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Placed:
    """One line with its part, and for a dropped one the reason."""

    line: Line
    part: Part
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A page's lines in order, who signed it, and when it says it was published."""

    placed: tuple[Placed, ...]
    byline: str | None = None
    published: TimeExpr | None = None
    published_at: tuple[int, int] | None = None

    def of(self, part: Part) -> tuple[Line, ...]:
        return tuple(each.line for each in self.placed if each.part is part)


def story_of(
    lines: Sequence[Line],
    language: str,
    seen: datetime | None,
    likely: Sequence[bool] | None = None,
    title: str | None = None,
) -> Story:
    """Tell the story from its page. ``seen`` dates a line without a year, and nothing else.

    ``likely`` says for each line whether somebody who saw the tags takes it for the article, ``title`` what
    they take for its headline.
    """
    texts = [line.text for line in lines]
    marked = labels(texts)
    odds = log_odds(texts) if likely is None else ()
    guess = _first(_body(texts, marked, frozenset(), likely, odds))
    dated = date_line(texts, guess, language, seen)
    signed = byline(texts, max(guess, dated.line + BESIDE_THE_DATE) if dated else guess, dated, marked)
    if signed is not None:
        about = (_about_author(text, signed.who) for text in texts)
        marked = [Reason.AUTHOR if bio else own for bio, own in zip(about, marked, strict=True)]
    fixed = frozenset(each.line for each in (dated, signed) if each is not None)
    kept = _body(texts, marked, fixed, likely, odds)
    body = "\n".join(text for text, keep in zip(texts, kept, strict=True) if keep)
    over = heads(texts, _first(kept), fixed, marked, body, title)
    reasons = _reasons(texts, kept, marked, over)
    placed = _placed(lines, kept, _named(over, dated, signed), reasons)
    return Story(placed, signed.who if signed else None, dated.time if dated else None, _where(lines, dated))


def _body(
    texts: Sequence[str],
    marked: Sequence[Reason | None],
    fixed: frozenset[int],
    likely: Sequence[bool] | None,
    odds: Sequence[float],
) -> list[bool]:
    if likely is None:
        return chosen(texts, marked, fixed, odds)
    kept = [
        told and own is None and i not in fixed
        for i, (told, own) in enumerate(zip(likely, marked, strict=True))
    ]
    _trim_front(kept, texts)
    return kept


def _trim_front(kept: list[bool], texts: Sequence[str]) -> None:
    """A standfirst or a caption in front of the first sentence; never more than a few lines."""
    front = [i for i, keep in enumerate(kept) if keep][:FRONT]
    first = next((i for i in front if is_paragraph(texts[i])), None)
    for i in front:
        kept[i] = first is None or i >= first


def _first(kept: Sequence[bool]) -> int:
    return kept.index(True) if True in kept else len(kept)


def _about_author(text: str, who: str) -> bool:
    """The small biography under a story begins with the name in its byline."""
    first = who.split(",")[0].split(" and ")[0]
    return " " in first and text.startswith(first) and is_sentence(text)


def _named(over: Heads, dated: Dated | None, signed: Byline | None) -> dict[int, Part]:
    named = {
        line: part
        for line, part in ((over.title, Part.TITLE), (over.standfirst, Part.STANDFIRST))
        if line is not None
    }
    if dated is not None:
        named[dated.line] = Part.PUBLISHED
    if signed is not None and (dated is None or signed.line != dated.line):
        named[signed.line] = Part.BYLINE
    return named


def _where(lines: Sequence[Line], dated: Dated | None) -> tuple[int, int] | None:
    if dated is None:
        return None
    return lines[dated.line].start + dated.start, lines[dated.line].start + dated.end


def _placed(
    lines: Sequence[Line], kept: Sequence[bool], named: dict[int, Part], reasons: Sequence[Reason]
) -> tuple[Placed, ...]:
    found = []
    for i, line in enumerate(lines):
        part = named.get(i, Part.BODY if kept[i] else Part.DROPPED)
        found.append(Placed(line, part, reasons[i] if part is Part.DROPPED else None))
    return tuple(found)


def _reasons(
    texts: Sequence[str], kept: Sequence[bool], marked: Sequence[Reason | None], over: Heads
) -> list[Reason]:
    """Why each line would be left out: by its own words, as a copy, or for its part of the page."""
    last = max((i for i, keep in enumerate(kept) if keep), default=len(kept))
    seen: set[str] = set()
    reasons, section = [], Reason.OUTSIDE
    for i, text in enumerate(texts):
        if i > last and is_wall(text):
            section = Reason.COMMENT if opens_comments(text) else Reason.OTHER_STORY
        wall = Reason.NAVIGATION if is_wall(text) else None
        copy = Reason.REPEATED if i in over.copies or text in seen else None
        reasons.append(marked[i] or wall or copy or section)
        seen.add(text)
    return reasons
