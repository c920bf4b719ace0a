# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a relay says to the bell, signed with its key of the directory, and the bell's signed answer.

Repeating an envelope does no harm (parcels and tokens are known by what they are), so it needs no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from tocsin.vault import cbor
from tocsin.vault.ids import OrgId
from tocsin.vault.keys import Signing, verified

VERSION: Final = 0
ENVELOPE: Final = b"tocsin/envelope/1"
ANSWER: Final = b"tocsin/envelope-answer/1"
PARCEL, SEEN = "parcel", "seen"


class BadEnvelope(ValueError):
    """Bytes that are no envelope, or one that nobody we know has signed."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """``sender`` is the relay's id in the directory; ``mark`` is the sender's own mark against doubles."""

    org: OrgId
    sender: str
    kind: str
    lane: str
    mark: str
    content: bytes


def seal(envelope: Envelope, signing: Signing) -> bytes:
    """Signed bytes for the bell."""
    org, sender = bytes.fromhex(envelope.org), bytes.fromhex(envelope.sender)
    message = cbor.encode(
        [VERSION, org, sender, envelope.kind, envelope.lane, envelope.mark, envelope.content]
    )
    return cbor.encode([message, signing.sign(ENVELOPE + message)])


def read(raw: bytes) -> tuple[Envelope, bytes, bytes]:
    """The envelope, the signed bytes, the signature: nothing is checked yet. Raises BadEnvelope."""
    message, signature = _pair(raw)
    try:
        fields = cbor.decode(message)
    except cbor.BadCbor as error:
        raise BadEnvelope(str(error)) from None
    kinds = (int, bytes, bytes, str, str, str, bytes)
    if type(fields) is not list or tuple(map(type, fields)) != kinds or fields[0] != VERSION:
        raise BadEnvelope("not an envelope of this version")
    _, org, sender, kind, lane, mark, content = fields
    return Envelope(OrgId(org.hex()), sender.hex(), kind, lane, mark, content), message, signature


def signed_by(key: bytes, message: bytes, signature: bytes) -> bool:
    return verified(key, signature, ENVELOPE + message)


def name_of(raw: bytes) -> bytes:
    """What an answer refers to."""
    return sha256(raw).digest()


def answer(to: bytes, word: str, signing: Signing) -> bytes:
    """The bell's signed word about one envelope's bytes; only this lets a relay forget a parcel."""
    message = cbor.encode([VERSION, to, word])
    return cbor.encode([message, signing.sign(ANSWER + message)])


def read_answer(raw: bytes, to: bytes, keys: list[bytes]) -> str:
    """The bell's word about exactly these bytes. Raises BadEnvelope unless one of ``keys`` signed it."""
    message, signature = _pair(raw)
    if not any(verified(key, signature, ANSWER + message) for key in keys):
        raise BadEnvelope("not signed by a bell of this organisation")
    try:
        fields = cbor.decode(message)
    except cbor.BadCbor as error:
        raise BadEnvelope(str(error)) from None
    if (
        type(fields) is not list
        or len(fields) != 3
        or fields[:2] != [VERSION, to]
        or type(fields[2]) is not str
    ):
        raise BadEnvelope("an answer to something else")
    return fields[2]


def _pair(raw: bytes) -> tuple[bytes, bytes]:
    try:
        pair = cbor.decode(raw)
    except cbor.BadCbor as error:
        raise BadEnvelope(str(error)) from None
    if type(pair) is not list or len(pair) != 2 or any(type(part) is not bytes for part in pair):
        raise BadEnvelope("not a signed message")
    return pair[0], pair[1]
