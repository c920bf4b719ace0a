# SPDX-License-Identifier: AGPL-3.0-or-later
"""Directory statements: who is who, signed as text so that no reader has to re-encode anything.

A statement is a JSON text; an entry of the directory log carries it as one string beside its signatures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from tocsin.vault import jsontext, labels
from tocsin.vault.keys import Identity, PublicKeys
from tocsin.vault.verdicts import Rejected, Verdict

KIND: Final = "directory.statement/1"
START: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its signatures, well formed but not yet judged."""

    text: str
    hash: bytes
    do: str
    seq: int
    prev: bytes
    at: datetime
    fields: Mapping[str, Any]
    signatures: tuple[tuple[bytes, bytes], ...]  # (member id, Ed25519)


def draft(do: str, *, seq: int, prev: bytes, at: datetime, **fields: Any) -> str:
    """The text that stewards read and sign."""
    head = {"do": do, "seq": seq, "prev": prev.hex(), "at": at.astimezone(UTC).isoformat()}
    return jsontext.write({**head, **fields}).decode()


def hash_of(text: str) -> bytes:
    """Plain SHA-256, so that the organisation's id can be checked with ``sha256sum``."""
    return hashlib.sha256(text.encode()).digest()


def signed_bytes(text: str) -> bytes:
    return labels.STATEMENT + text.encode()


def sign(text: str, by: bytes, identity: Identity) -> tuple[bytes, bytes]:
    return by, identity.signing.sign(signed_bytes(text))


def body(text: str, signatures: Iterable[tuple[bytes, bytes]], at: datetime) -> bytes:
    """The JSON of the entry that carries a signed statement."""
    signed = [{"by": by.hex(), "sig": sig.hex()} for by, sig in sorted(signatures)]
    stamp = at.astimezone(UTC).isoformat()
    return jsontext.write({"kind": KIND, "at": stamp, "statement": text, "signatures": signed})


def read(json: bytes) -> Statement:
    """The statement in an entry's JSON. Raises Rejected(bad-statement or newer-version)."""
    try:
        outer = jsontext.read(json)
        if outer.get("kind") != KIND:
            raise Rejected(Verdict.NEWER_VERSION, f"kind {outer.get('kind')!r} in a directory")
        text = outer["statement"]
        fields = jsontext.read(text.encode())
        signatures = tuple((octets(one["by"], 16), octets(one["sig"], 64)) for one in outer["signatures"])
        return Statement(
            text,
            hash_of(text),
            word(fields["do"]),
            number(fields["seq"]),
            octets(fields["prev"], 32),
            moment(fields["at"]),
            fields,
            signatures,
        )
    except Rejected:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Rejected(Verdict.BAD_STATEMENT, f"{type(error).__name__}: {error}") from None


def octets(value: Any, size: int) -> bytes:
    """Bytes written as lower-case hex of exactly this size. Raises ValueError."""
    if type(value) is not str or len(value) != 2 * size or value != value.lower() or not value.isalnum():
        raise ValueError(f"not {size} bytes in lower-case hex")
    return bytes.fromhex(value)


def word(value: Any) -> str:
    if type(value) is not str:
        raise ValueError("not a text")
    return value


def number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a number from 0")
    return value


def moment(value: Any) -> datetime:
    """An RFC 3339 time with its zone. Raises ValueError."""
    at = datetime.fromisoformat(word(value))
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(UTC)


def public_keys(value: Mapping[str, Any]) -> PublicKeys:
    keys = PublicKeys(octets(value["kem"], 1216), octets(value["sign"], 32))
    keys.kem_key  # noqa: B018  raises BadKey, a ValueError, for a key that cannot be one
    return keys


def key_fields(keys: PublicKeys) -> dict[str, str]:
    return {"kem": keys.kem.hex(), "sign": keys.sign.hex()}
