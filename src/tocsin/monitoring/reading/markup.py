# SPDX-License-Identifier: AGPL-3.0-or-later
"""The visible text of an HTML page, each character with its place in the markup.

The standard library's tokenizer only names the pieces and never fails on bad markup; nothing is fetched,
nothing is executed. Which lines are the article, a library built for that decides, without a network.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tocsin.monitoring.story import Line, lines_of

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
    ]
)
_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "textarea", "canvas")
)
_VOID = frozenset(
    ("br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr")
)
_BLANKS = re.compile(r"\s")
ENOUGH_TO_TELL = 20


@dataclass(slots=True)
class Visible:
    """The text a reader sees, a block per line; ``starts`` and ``ends`` place each character."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def in_markup(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.ends[end - 1]


class _Reader(HTMLParser):
    """Collects characters and their places; ``CDATA`` elements and hidden ones are left out."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=False)
        self._markup = markup
        self._lines = [0, *(match.end() for match in re.finditer("\n", markup))]
        self._unseen: list[str] = []
        self.letters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _add(self, letter: str, start: int, end: int) -> None:
        blank = letter != "\n" and _BLANKS.match(letter) is not None
        letter = " " if blank else letter
        if letter in " \n" and (
            not self.letters or self.letters[-1] == "\n" or (blank and self.letters[-1] == " ")
        ):
            return
        self.letters.append(letter)
        self.starts.append(start)
        self.ends.append(end)

    def _break(self) -> None:
        if not self._unseen:
            self._add("\n", self._here(), self._here())

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN and tag not in _VOID:
            self._unseen.append(tag)
        if tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and tag in self._unseen:
            while self._unseen and self._unseen.pop() != tag:
                pass
        if tag in _BLOCKS:
            self._break()

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        start = self._here()
        for i, letter in enumerate(data):
            # A line break in the markup is a blank on the page.
            self._add(" " if letter in "\n\r" else letter, start + i, start + i + 1)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        if self._unseen:
            return
        start = self._here()
        end = start + len(written)
        end += self._markup[end : end + 1] == ";"
        for letter in html.unescape(written + ";"):
            self._add(letter, start, end)


def visible(markup: str) -> Visible:
    """What a reader of the page sees."""
    reader = _Reader(markup)
    reader.feed(markup)
    reader.close()
    return Visible("".join(reader.letters), reader.starts, reader.ends)


@dataclass(frozen=True, slots=True)
class Article:
    """What the extraction library takes for the article, to be matched with the visible lines."""

    text: str
    title: str | None
    author: str | None
    date: str | None
    site: str | None


def article_in(markup: str) -> Article | None:
    """Main text and metadata; None where there is none. The library is loaded only when a page needs it."""
    from trafilatura import bare_extraction  # slow to import, and only HTML needs it

    found = bare_extraction(markup, favor_precision=True, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return None
    return Article(found.text or "", found.title, found.author, found.date, found.sitename)


def in_article(lines: Sequence[Line], article: Article) -> list[bool]:
    """Which visible lines the article's text holds, compared without blanks and marks."""
    known = [_bare(line.text) for line in lines_of(article.text)]
    whole, parts = "".join(known), frozenset(known)
    return [
        (bare := _bare(line.text)) in parts or (len(bare) >= ENOUGH_TO_TELL and bare in whole)
        for line in lines
    ]


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())
