# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two ways in: ``read`` for what somebody typed into a field, ``find`` for a whole text.

Both take the anchor and the place's clock as arguments and know no clock of their own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from tocsin.values.times.anchors import Base, Context
from tocsin.values.times.expression import TimeExpr, TimeUnreadable
from tocsin.values.times.finding import Mention, mentions
from tocsin.values.times.language import Language
from tocsin.values.times.settling import settle
from tocsin.values.times.words_en import ENGLISH
from tocsin.values.times.words_es import SPANISH
from tocsin.values.times.words_ru import RUSSIAN

LANGUAGES = {language.code: language for language in (ENGLISH, RUSSIAN, SPANISH)}
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_AROUND = " \t\r\n.,;:!?()\"'«»“”"
# Words before a time that change nothing in it.
_EMPTY = re.compile(r"(?:on|at|in|the|of|during|в|во|на|el|la|las|en|a|de|del)\b|\s|,", re.IGNORECASE)
LONGEST_FIELD = 400


def read(text: str, *, anchor: datetime | None, tz: tzinfo, language: str | None = None) -> TimeExpr:
    """The one time in a field. Raises TimeUnreadable for no time, for two, and for one without its anchor."""
    words = text.strip()
    if len(words) > LONGEST_FIELD:
        raise TimeUnreadable("more text than one time has")
    for tables in _languages(words, language):
        found = mentions(words, tables, lenient=True)
        if len(found) == 1 and _covers(words, found[0]):
            return _settled_field(words, found[0], anchor, tz)
    raise TimeUnreadable(f"no time that can be read: {words[:60]!r}")


def find(
    text: str, *, anchor: datetime | None, tz: tzinfo, language: str | None
) -> list[tuple[int, int, TimeExpr]]:
    """Every time in the text with its exact span; "later" counts from the last day or hour before it."""
    taken: list[tuple[int, int, TimeExpr]] = []
    for tables in _languages(text, language):
        taken += [hit for hit in _found(text, tables, anchor, tz) if not _overlaps(hit, taken)]
    return sorted(taken, key=lambda hit: hit[0])


def _languages(text: str, language: str | None) -> tuple[Language, ...]:
    if language in LANGUAGES:
        return (LANGUAGES[language],)
    return (RUSSIAN,) if _CYRILLIC.search(text) else (ENGLISH, SPANISH)


def _covers(words: str, mention: Mention) -> bool:
    """Whether nothing is left over but filler, so that half of what was typed is never dropped unseen."""
    rest = words[: mention.start] + " " + words[mention.end :]
    return not _EMPTY.sub("", rest).strip(_AROUND)


def _settled_field(words: str, mention: Mention, anchor: datetime | None, tz: tzinfo) -> TimeExpr:
    context = None
    if anchor is not None:
        moment = anchor.astimezone(UTC)
        context = Context(moment, moment, anchor.astimezone(tz).isoformat(timespec="minutes"))
    time = settle(words, mention, Base(anchor, context, tz)).time
    if not time.resolved:
        raise TimeUnreadable(f"{time.text!r} needs a time to count from")
    return replace(time, text=words)


def _found(
    text: str, tables: Language, anchor: datetime | None, tz: tzinfo
) -> list[tuple[int, int, TimeExpr]]:
    context: Context | None = None
    hits = []
    for mention in mentions(text, tables):
        try:
            settled = settle(text, mention, Base(anchor, context, tz))
        except TimeUnreadable:
            continue
        context = settled.context or context
        hits.append((mention.start, mention.end, settled.time))
    return hits


def _overlaps(hit: tuple[int, int, TimeExpr], others: list[tuple[int, int, TimeExpr]]) -> bool:
    return any(hit[0] < end and start < hit[1] for start, end, _ in others)
