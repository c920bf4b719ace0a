# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reading holds, what is said where none is possible, and the JSON form of ``docs/source-read.md``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.monitoring.drafting import Draft
from tocsin.monitoring.story import Line
from tocsin.values.times import Precision, TimeExpr
from tocsin.vault.refusals import Refusal

# Stands in every derivation: the same bytes read by another version are another derivation.
EXTRACTOR = "tocsin-read/1"


class Unreadable(Refusal):
    """The bytes hold no page that can be read here: exit status 2."""

    status = 2


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that was left out, and why."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One page, read. ``text`` is the decoded input in which all offsets count.

    For HTML that is the markup, so a line's own words may differ from it; ``seen`` is then the visible text,
    with ``places`` telling for each of its characters where it stands in the markup.
    """

    text: str
    language: str
    title: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    published: TimeExpr | None = None
    carrier: str = ""
    body: tuple[Line, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    heads: tuple[Line, ...] = ()
    drafts: tuple[Draft, ...] = ()
    encoding: str = "utf-8"
    form: str = "text"
    extractor: str = EXTRACTOR


def published_text(time: TimeExpr | None) -> str | None:
    """ISO 8601, no finer than the page says."""
    if time is None or time.earliest is None:
        return None
    if time.precision in (Precision.MINUTE, Precision.SECOND):
        return time.earliest.isoformat(timespec="minutes")
    return (time.edtf or "").split("/")[0] or None


def to_json(reading: Reading) -> dict[str, Any]:
    """The stable form that programs read."""
    return {
        "title": reading.title,
        "standfirst": reading.standfirst,
        "byline": reading.byline,
        "published": published_text(reading.published),
        "language": reading.language,
        "body": [line.text for line in reading.body],
        "dropped": [{"line": each.line.text, "reason": each.reason} for each in reading.dropped],
        "drafts": [_draft(draft) for draft in reading.drafts],
    }


def _draft(draft: Draft) -> Mapping[str, Any]:
    return {
        "kind": draft.kind.value,
        "start": draft.start,
        "end": draft.end,
        "text": draft.text,
        "value": dict(draft.value),
        "source": draft.source,
        "cue": draft.cue,
        "chain": list(draft.chain),
        "anchor": draft.anchor,
        "minor": draft.minor,
    }
