# SPDX-License-Identifier: AGPL-3.0-or-later
"""The smallest parts that stand a hundred times on a page, put together once and escaped where text goes in.

A template takes about a dozen steps for one link of a chain; a hundred claims have three hundred links.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe


def lang(code: str | None) -> str:
    """A ``lang`` attribute with its space, or nothing; ``und`` tells a reader nothing."""
    return f' lang="{escape(code)}"' if code and code != "und" else ""


def bold(text: str, code: str | None = None) -> SafeString:
    return mark_safe(f"<b{lang(code)}>{escape(text)}</b>")


def said(quotes: Iterable[tuple[str, str]]) -> SafeString:
    """Their words, each with its language."""
    return mark_safe("".join(f'<p class="said"{lang(code)}>{escape(text)}</p>' for text, code in quotes))


def link(speaker: str, code: str | None, basis: str) -> str:
    """What stands inside one link of a chain."""
    return f'<b{lang(code)}>{escape(speaker)}</b> <span class="basis">{escape(basis)}</span>'


def chain(links: Iterable[str], end: str, label: str) -> SafeString:
    """The chain from us to whoever knew; ``end`` is the look of the last link."""
    inner = list(links)
    ends = [""] * (len(inner) - 1) + [f' class="{end}"']
    items = "".join(f"<li{look}>{body}</li>" for look, body in zip(ends, inner, strict=True))
    return mark_safe(f'<ol class="chain" aria-label="{escape(label)}">{items}</ol>')


def state(look: str, word: str) -> SafeString:
    return mark_safe(f'<span class="state" data-is="{escape(look)}">{escape(word)}</span>')


def statement(subject: str, predicate: str, value: str, tags: str) -> SafeString:
    """Of whom, what, and with which marks; ``subject`` and ``tags`` are parts from here already."""
    return mark_safe(f"<p>{subject} · {escape(predicate)}: <b>{escape(value)}</b> {tags}</p>")


def small(text: str) -> SafeString:
    return mark_safe(f'<p class="small">{escape(text)}</p>' if text else "")


def tag(word: str) -> SafeString:
    return mark_safe(f'<span class="tag">{escape(word)}</span>')
