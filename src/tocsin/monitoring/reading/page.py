# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads one page: decode, find the story, tell its parts apart, draft; no clock, no network."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time
from encodings.aliases import aliases

from tocsin.monitoring.drafting import drafts_of
from tocsin.monitoring.reading.decoding import Decoded, decoded
from tocsin.monitoring.reading.markup import Article, Visible, article_in, in_article, visible
from tocsin.monitoring.reading.publisher import UNNAMED, carrier
from tocsin.monitoring.reading.result import Dropped, Reading, Unreadable
from tocsin.monitoring.reading.tongue import language_of
from tocsin.monitoring.story import Line, Part, Story, lines_of, story_of
from tocsin.monitoring.story.chrome import is_wall
from tocsin.values.times import TimeExpr, TimeUnreadable, read

MOST_LINES = 4000
MOST_CHARACTERS = 300_000
_SAMPLE = b"""Subscribe to our newsletter
Two taken from a flat
Monday 8 February 2021 03:17 GMT
The group said on 4 April 2020 that a man, 20, was detained in Zarechensk, and that nobody has seen him since.
Half an hour later its lawyer found signs of a struggle in the flat, a spokeswoman of the group said on Sunday.
Comments
"""
_SAMPLE_RU = "Четвёртого апреля 2020 года организация сообщила, что его задержали в Зареченске.".encode()
_SAMPLE_HTML = b"<html><body><article><p>" + _SAMPLE + b"</p></article></body></html>"
_HEADS = (Part.TITLE, Part.STANDFIRST, Part.BYLINE, Part.PUBLISHED)


def read_source(raw: bytes, *, at: date | None = None) -> Reading:
    """The reading of one page. ``at`` is when it was seen: the anchor where the page has no date of its own.

    Raises Unreadable with what happened, what it means and what to do.
    """
    source = decoded(raw)
    seen = None if source.form == "text" else visible(source.text)
    text = source.text if seen is None else seen.text
    if len(text) > MOST_CHARACTERS:
        raise _too_much(f"It has {len(text)} characters of text; an article has at most {MOST_CHARACTERS}.")
    lines = lines_of(text)
    _refuse_unreadable(lines)
    language = language_of(text)
    moment = None if at is None else datetime.combine(at, time(12), UTC)
    article = None if seen is None else article_in(source.text)
    likely = in_article(lines, article) if article else None
    title = article.title if article else None
    story = story_of(lines, language, moment, likely if likely and any(likely) else None, title)
    reading = _reading(text, source, story, language, article)
    anchor = reading.published.earliest if reading.published else moment
    reading = replace(
        reading, drafts=tuple(drafts_of(_story_text(text, reading), language, reading.carrier, anchor))
    )
    return reading if seen is None else _in_markup(reading, source.text, seen)


def warm() -> None:
    """Load word lists, character sets and the HTML library now: in the sandbox no file opens later."""
    from trafilatura.external import jt_stoplist_init  # slow to import, and only a sandbox needs it early

    is_wall("-")
    jt_stoplist_init()
    for codec in sorted(set(aliases.values())):
        with suppress(LookupError):  # some exist on other systems only
            codecs.lookup(codec)
    for sample in (
        _SAMPLE,
        _SAMPLE_RU,
        _SAMPLE_HTML,
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        b"Content-Type: text/html; charset=utf-8\n\n" + _SAMPLE_HTML + b"\n--b--\n",
    ):
        read_source(sample)


def _refuse_unreadable(lines: Sequence[Line]) -> None:
    if not lines:
        raise Unreadable(
            "There is no text on this page.", "Nothing can be drafted from it.", "Copy its text into a file."
        )
    if len(lines) > MOST_LINES:
        raise _too_much(f"It has {len(lines)} lines; an article has at most {MOST_LINES}.")


def _too_much(what: str) -> Unreadable:
    return Unreadable(
        what,
        "It was not read: this is more than one article.",
        "Copy the article's own text into a file, and read that.",
    )


def _reading(text: str, source: Decoded, story: Story, language: str, article: Article | None) -> Reading:
    dropped = tuple(
        Dropped(each.line, str(each.reason.value if each.reason else ""))
        for each in story.placed
        if each.part is Part.DROPPED
    )
    first = {part: next((line.text for line in story.of(part)), None) for part in _HEADS}
    return Reading(
        text=text,
        language=language,
        title=first[Part.TITLE] or (article.title if article else None),
        standfirst=first[Part.STANDFIRST],
        byline=story.byline or (article.author if article else None),
        published=story.published or _declared(article),
        carrier=(article.site if article and article.site else carrier(each.line.text for each in dropped))
        or UNNAMED,
        body=story.of(Part.BODY),
        dropped=dropped,
        heads=tuple(line for part in _HEADS for line in story.of(part)),
        encoding=source.encoding,
        form=source.form,
    )


def _declared(article: Article | None) -> TimeExpr | None:
    """The date in the page's metadata: it is often that of an update, so a date on the page itself wins."""
    if article is None or not article.date:
        return None
    try:
        return read(article.date, anchor=None, tz=UTC)
    except TimeUnreadable:
        return None


def _story_text(text: str, reading: Reading) -> str:
    """The text with everything but the story blanked out, so that offsets stay those of the input."""
    story = ["\n"] * len(text)
    heads = [line for line in reading.heads if line.text in (reading.title, reading.standfirst)]
    for line in (*heads, *reading.body):
        story[line.start : line.end] = line.text
    return "".join(story)


def _in_markup(reading: Reading, markup: str, seen: Visible) -> Reading:
    """Also the places in the markup: a span that runs over a tag holds the tag as well."""
    spans = tuple(seen.in_markup(draft.start, draft.end) for draft in reading.drafts)
    return replace(reading, markup=markup, spans=spans)
