# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin source read``: what a page says, without its furniture, and drafts; needs no desk."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tocsin.monitoring.reading import Reading, Unreadable, read_source, to_json
from tocsin.monitoring.reading.decoding import LARGEST, too_large
from tocsin.monitoring.reading.result import published_text

# A page may hold bytes that drive a terminal, or marks that turn the reading order around.
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``source read`` to a command line."""
    parser = commands.add_parser("source", help="read a page that somebody published")
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    reading = acts.add_parser(
        "read",
        help="the story of a page, what was left out and why, and draft claims",
        description="Read a page that was saved as text or HTML. Exit status: 0 read, 2 not readable.",
    )
    reading.add_argument("file", type=Path, metavar="FILE", help="a text or HTML file; - is standard input")
    reading.add_argument("--json", action="store_true", help="one JSON object, as docs/source-read.md says")
    reading.add_argument(
        "--at",
        type=_day,
        metavar="DATE",
        help="the day the page was seen (YYYY-MM-DD): what “last year” counts from if the page has no date",
    )
    reading.set_defaults(run=read)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-11-18") from None


def read(arguments: argparse.Namespace) -> int:
    """Read one file and print it; what cannot be read is said on standard error."""
    try:
        reading = read_source(_bytes(arguments.file), at=arguments.at)
    except Unreadable as refusal:
        for part in (refusal.what, refusal.means, refusal.do):
            print(part, file=sys.stderr)
        return Unreadable.status
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    if arguments.json:
        print(json.dumps(to_json(reading), ensure_ascii=plain, indent=2))
    else:
        text = _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", "\n".join(_sentences(reading)))
        print(
            text.encode(sys.stdout.encoding, "backslashreplace").decode(sys.stdout.encoding)
            if plain
            else text
        )
    return 0


def _bytes(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise too_large(size)
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(
            f"{path} could not be opened: {error.strerror}.",
            "Nothing was read.",
            "Name a file that you may read.",
        ) from None


def _sentences(reading: Reading) -> Iterator[str]:
    heads = (
        ("Title", reading.title), ("Standfirst", reading.standfirst), ("Byline", reading.byline),
        ("Published", published_text(reading.published)), ("Language", reading.language),
        ("Carrier", reading.carrier),
    )  # fmt: skip
    yield from (f"{name:11}{value}" for name, value in heads if value)
    yield f"\nStory, {len(reading.body)} paragraphs"
    yield from (f"  {line.text}" for line in reading.body)
    yield f"\nLeft out, {len(reading.dropped)} lines"
    yield from (f"  {each.reason}: {each.line.text}" for each in reading.dropped)
    yield f"\nDrafts, {len(reading.drafts)}: the page says so, which does not make it so"
    for draft in reading.drafts:
        minor = " (a minor)" if draft.minor else ""
        anchor = f", counted from {draft.anchor}" if draft.anchor else ""
        where, who = f"{draft.start}–{draft.end}", " ← ".join(draft.chain)
        yield f"  {where} {draft.kind.value}{minor}: {draft.text}{anchor} [{who}]"
