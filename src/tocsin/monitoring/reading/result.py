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
    """One page, read. ``text`` is what a reader of the page sees; lines and drafts count their offsets in it.

    For HTML the decoded input is the ``markup``, and ``spans`` are the places of the drafts in that.
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
    markup: str | None = None
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def decoded(self) -> str:
        """The input as decoded: what the offsets of the JSON form count in."""
        return self.text if self.markup is None else self.markup


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
        "drafts": [_draft(reading, number) for number in range(len(reading.drafts))],
    }


def _draft(reading: Reading, number: int) -> Mapping[str, Any]:
    draft = reading.drafts[number]
    start, end = reading.spans[number] if reading.markup is not None else (draft.start, draft.end)
    return {
        "kind": draft.kind.value,
        "start": start,
        "end": end,
        "text": reading.decoded[start:end],
        "value": dict(draft.value),
        "source": draft.source,
        "cue": draft.cue,
        "chain": list(draft.chain),
        "anchor": draft.anchor,
        "minor": draft.minor,
    }
