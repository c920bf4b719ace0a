# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words in a finished PDF, read from its own glyph tables (PDF 1.7, 9.10.3), enough for what typst
writes.

It reads our own documents only and gives up loudly: a page without a glyph table is an untested page.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n")
STREAM = re.compile(rb"<<[^\n]*?/Length (\d+)[^\n]*>>\nstream\n")
FONTS = re.compile(rb"/Font\s*<<(.*?)>>", re.S)
RESOURCES = re.compile(rb"/Resources(?:\s+(\d+) 0 R|\s*<<)")
CONTENTS = re.compile(rb"/Contents\s*(\[[^\]]*\]|\d+ 0 R)")
REFERENCE = re.compile(rb"/(\w+)\s+(\d+) 0 R")
TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
TOKEN = re.compile(rb"(<<|>>)|/(\w+)\s+[\d.]+\s+Tf|<([0-9A-Fa-f\s]*)>|(\()|\b(T[Jjdm*]|ET)\b")
PARENTHESIS = re.compile(rb"\\.|[()]", re.S)
RANGES = re.compile(rb"beginbf(char|range)(.*?)endbf", re.S)
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.S)
Glyphs = dict[int, str]


class UnreadablePdf(ValueError):
    """A PDF in a form that this reader does not know."""


def text_of(data: bytes) -> str:
    """All words: pages, then titles, bookmarks and metadata. Raises UnreadablePdf for any other bytes."""
    try:
        return _text(data)
    except UnreadablePdf:
        raise
    except (ValueError, LookupError, ArithmeticError, RecursionError) as error:
        raise UnreadablePdf(f"broken: {type(error).__name__}") from None


def _text(data: bytes) -> str:
    objects = dict(_objects(data))
    if not objects or b"/ObjStm" in data or b"/Encrypt" in data:
        raise UnreadablePdf("the PDF has no plain objects")
    fonts = dict(_drawn(objects))
    parts: list[str] = []
    for number, body in objects.items():
        stream = _stream(body)
        if stream is None:
            parts.extend(_strings(body))
        elif b"Tf" in stream and b"BT" in stream:
            if number not in fonts:
                raise UnreadablePdf("a stream of words belongs to no page")
            parts.extend(("\n".join(runs := list(_runs(stream, fonts[number]))), "".join(runs)))
        elif stream.lstrip().startswith((b"<?xpacket", b"<x:xmpmeta")):
            parts.append(stream.decode("utf-8", "replace"))
    return "\n".join(parts)


def _drawn(objects: dict[int, bytes]) -> Iterator[tuple[int, dict[bytes, Glyphs]]]:
    """Each stream that draws words, with the fonts that its page (or its own head) gives it."""
    for number, body in objects.items():
        head = body.partition(b"\nstream\n")[0]
        resources = RESOURCES.search(head)
        if resources is None:
            continue
        given = objects.get(int(resources.group(1)), b"") if resources.group(1) else head
        fonts = _fonts(given, objects)
        contents = CONTENTS.search(head)
        drawn = [int(each) for each in re.findall(rb"(\d+) 0 R", contents.group(1))] if contents else [number]
        yield from ((each, fonts) for each in drawn)


def _objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while (head := OBJECT.search(data, at)) is not None:
        stream = STREAM.match(data, head.end())
        # A packed stream may hold any bytes, so its own length says where it ends.
        at = data.find(b"\nendobj", stream.end() + int(stream.group(1)) if stream else head.end())
        if at < 0:
            raise UnreadablePdf("an object has no end")
        yield int(head.group(1)), data[head.end() : at]


def _stream(body: bytes) -> bytes | None:
    match = STREAM.match(body)
    if match is None:
        return None
    packed = body[match.end() : match.end() + int(match.group(1))]
    try:
        return zlib.decompress(packed) if b"FlateDecode" in match.group() else packed
    except zlib.error:
        raise UnreadablePdf("a stream does not unpack") from None


def _fonts(resource: bytes, objects: dict[int, bytes]) -> dict[bytes, Glyphs]:
    fonts: dict[bytes, Glyphs] = {}
    for listed in FONTS.findall(resource):
        for name, number in REFERENCE.findall(listed):
            table = TO_UNICODE.search(objects.get(int(number), b""))
            if table is None:
                raise UnreadablePdf("a font has no table of letters")
            fonts[name] = _glyphs(_stream(objects[int(table.group(1))]) or b"")
    return fonts


def _glyphs(table: bytes) -> Glyphs:
    glyphs: Glyphs = {}
    for kind, rows in RANGES.findall(table):
        for row in rows.strip().splitlines():
            values = HEX.findall(row)
            if kind == b"char" and len(values) == 2:
                glyphs[int(values[0], 16)] = _letters(values[1])
            elif kind == b"range" and len(values) == 3:
                glyphs |= _range(int(values[0], 16), int(values[1], 16), values[2])
            elif values:
                raise UnreadablePdf("a table of letters has a row of an unknown form")
    return glyphs


def _range(first: int, last: int, start: bytes) -> Glyphs:
    head, tail = start[:-4], int(start[-4:], 16)
    return {code: _letters(head + b"%04X" % (tail + code - first)) for code in range(first, last + 1)}


def _letters(value: bytes) -> str:
    return bytes.fromhex(value.decode()).decode("utf-16-be", "replace")


@dataclass(frozen=True, slots=True)
class _Token:
    """A font, a string, the end of a run; ``depth`` counts the dictionaries around it."""

    depth: int
    font: bytes = b""
    string: bytes | None = None
    ends: bool = False


def _tokens(stream: bytes) -> Iterator[_Token]:
    at, depth = 0, 0
    while (match := TOKEN.search(stream, at)) is not None:
        bracket, font, digits, opens, operator = match.groups()
        at = match.end()
        if bracket:
            depth += 1 if bracket == b"<<" else -1
        elif font:
            yield _Token(depth, font=font)
        elif operator:
            yield _Token(depth, ends=True)
        elif opens:
            end = _closing(stream, at)
            yield _Token(depth, string=_unescaped(stream[at:end]))
            at = end + 1
        else:
            yield _Token(depth, string=bytes.fromhex(re.sub(rb"\s", b"", digits).decode()))


def _closing(stream: bytes, at: int) -> int:
    """Where a literal string ends: brackets inside it are balanced or escaped (7.3.4.2)."""
    depth = 1
    for match in PARENTHESIS.finditer(stream, at):
        depth += {b"(": 1, b")": -1}.get(match.group(), 0)
        if depth == 0:
            return match.start()
    raise UnreadablePdf("a string has no end")


def _runs(stream: bytes, fonts: dict[bytes, Glyphs]) -> Iterator[str]:
    glyphs: Glyphs = {}
    run: list[str] = []
    marks: list[str] = []  # languages and replacement texts around words; kept apart, not to break one
    for token in _tokens(stream):
        if token.font:
            if token.font not in fonts:
                raise UnreadablePdf("a page uses a font that it does not name")
            glyphs = fonts[token.font]
        elif token.ends:
            yield "".join(run)
            run = []
        elif token.string is not None and token.depth:
            marks.append(_decoded(token.string))
        elif token.string is not None:
            run.extend(_letter(glyphs, code) for code in _pairs(token.string))
    yield from ("".join(run), *marks)


def _letter(glyphs: Glyphs, code: int) -> str:
    if code not in glyphs:
        raise UnreadablePdf("a letter is missing from its table")
    return glyphs[code]


def _pairs(codes: bytes) -> Iterator[int]:
    return (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))


def _unescaped(literal: bytes) -> bytes:
    def plain(match: re.Match[bytes]) -> bytes:
        value = match.group(1)
        if value[:1].isdigit():
            return bytes([int(value, 8) & 255])
        return b"" if value.endswith(b"\n") else ESCAPES.get(value, value)

    return ESCAPE.sub(plain, literal)


def _strings(body: bytes) -> Iterator[str]:
    return (_decoded(token.string) for token in _tokens(body) if token.string is not None)


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-16", "replace") if raw[:2] == b"\xfe\xff" else raw.decode("latin-1")
