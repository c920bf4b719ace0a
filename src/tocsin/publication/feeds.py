# SPDX-License-Identifier: AGPL-3.0-or-later
"""Atom feeds (RFC 4287) from what is published: one for all cases, one for each, in each language.

Written out by hand, since the format is twenty lines and a feed must leave byte for byte as it was tested.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo

from tocsin.publication import moments, revision, wording
from tocsin.publication.facts import Content, Edition
from tocsin.publication.picture import Published

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # RFC 4287 wants a date even of a feed that has no entry yet
NAMES = uuid.UUID("6f5b4f8e-4a77-5d27-9a1d-3d0d7a2f4c11")


def case_address(code: str, language: str) -> str:
    return f"{language}/cases/{code}/"


def feed(
    items: Iterable[Published],
    *,
    language: str,
    base: str,
    path: str,
    title: str,
    organisation: str,
) -> bytes:
    """A feed of revisions, newest first. ``base`` ends with a slash."""
    entries = sorted(items, key=lambda item: (item.updated, item.content.revision), reverse=True)
    updated = entries[0].updated if entries else NEVER
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(language)}">',
        f"<id>{_urn('feed', path)}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{_time(updated)}</updated>",
        f"<author><name>{escape(organisation or '—')}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{escape(base + path)}"/>',
        *(_entry(item, language, base) for item in entries),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(item: Published, language: str, base: str) -> str:
    content = item.content
    page = revision.edition(content, language)
    title = wording.say("gone", language) if item.withdrawn else page.title
    number = wording.say("revision", language, number=content.revision)
    address = base + case_address(content.code, language)
    text = "" if item.withdrawn else f'<content type="text">{escape(_text(content, page))}</content>'
    return (
        f"<entry><id>{_urn('revision', content.code, str(content.revision), language)}</id>"
        f"<title>{escape(f'{content.code}, {number}: {title}')}</title>"
        f"<published>{_time(item.at)}</published><updated>{_time(item.updated)}</updated>"
        f'<link rel="alternate" type="text/html" hreflang="{escape(language)}" href="{escape(address)}"/>'
        f"{text or f'<summary>{escape(title)}</summary>'}</entry>"
    )


def _text(content: Content, page: Edition) -> str:
    known = wording.say(
        "as_known",
        page.language,
        time=moments.stamp(content.as_of, page.language, ZoneInfo(content.timezone)),
    )
    status = [page.status.text] if page.status else []
    paragraphs = [" ".join(sentence.text for sentence in paragraph) for paragraph in page.known]
    differ = [
        f"{each.question}: " + "; ".join(f"{account.value}, {account.by}" for account in each.accounts)
        for each in page.differ
    ]
    corrections = [
        f"{wording.say('corrections', page.language)}: {words.text}"
        for correction in content.corrections
        for words in correction.words
        if words.language == page.language
    ]
    return "\n\n".join([known, *status, *paragraphs, *differ, *corrections])


def _urn(*parts: str) -> str:
    # The same on every relay and mirror, so that a reader who changes address sees nothing twice.
    return uuid.uuid5(NAMES, "/".join(parts)).urn


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
