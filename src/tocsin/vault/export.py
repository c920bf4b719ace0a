# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entries of whole logs as one file, for another node, a backup or an expert; it stays as sealed as the log.

An end mark shows a cut copy. It proves nothing about entries that were left out before it was written.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping, Sequence
from typing import Final

from tocsin.vault import cbor, labels
from tocsin.vault.ids import OrgId
from tocsin.vault.needs import Row
from tocsin.vault.verdicts import Rejected, Verdict

MAGIC: Final = labels.EXPORT + b"\n"
_LENGTH: Final = struct.Struct(">I")
_END: Final = _LENGTH.pack(0)


def write(org: OrgId, logs: Mapping[bytes, Sequence[Row]]) -> bytes:
    """An export file. Logs follow one another, entries within a log in order of arrival."""
    parts = [MAGIC, bytes.fromhex(org)]
    for log, rows in logs.items():
        for row in rows:
            record = cbor.encode([log, *row])
            parts += [_LENGTH.pack(len(record)), record]
    content = b"".join(parts) + _END
    return content + hashlib.sha256(content).digest()


def read(raw: bytes) -> tuple[OrgId, dict[bytes, list[Row]]]:
    """Organisation and rows by log. Raises Rejected: malformed, or truncated without a fitting end mark."""
    if raw[: len(MAGIC)] != MAGIC:
        raise Rejected(Verdict.MALFORMED, "not an export of this format")
    at = len(MAGIC) + 32
    logs: dict[bytes, list[Row]] = {}
    while True:
        length = _take(raw, at, _LENGTH.size)
        at += _LENGTH.size
        if length == _END:
            break
        (size,) = _LENGTH.unpack(length)
        log, row = _record(_take(raw, at, size))
        logs.setdefault(log, []).append(row)
        at += size
    if raw[at:] != hashlib.sha256(raw[:at]).digest():
        raise Rejected(Verdict.TRUNCATED, "the end mark does not fit")
    return OrgId(raw[len(MAGIC) : len(MAGIC) + 32].hex()), logs


def _take(raw: bytes, at: int, size: int) -> bytes:
    if at + size > len(raw):
        raise Rejected(Verdict.TRUNCATED, "the file ends early")
    return raw[at : at + size]


def _record(record: bytes) -> tuple[bytes, Row]:
    try:
        fields = cbor.decode(record)
    except cbor.BadCbor as error:
        raise Rejected(Verdict.MALFORMED, str(error)) from None
    if type(fields) is not list or len(fields) != 4 or any(type(field) is not bytes for field in fields):
        raise Rejected(Verdict.MALFORMED, "a record is log, head, body and signature")
    return fields[0], Row(*fields[1:])
