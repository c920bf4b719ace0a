# SPDX-License-Identifier: AGPL-3.0-or-later
"""One entry of a log: sealed once, signed as bytes, stored and synced verbatim.

``docs/log-format.md`` section 4 is this module in words; neither changes without the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tocsin.vault import cbor, labels
from tocsin.vault.keys import Signing
from tocsin.vault.padding import is_padded, pad
from tocsin.vault.verdicts import Rejected, Verdict

VERSION: Final = 0
CLEAR: Final = 0
SEALED: Final = 1
NOTHING: Final = bytes(32)
NO_UNIT: Final = bytes(16)
MOST_DEPS: Final = 64
LARGEST: Final = 1 << 24
_SEAL: Final = 16 + 12 + 16  # masked unit, nonce, tag
_LENGTHS: Final = {CLEAR: 0, SEALED: _SEAL}


class EpochKey:
    """One epoch's secret K. Most bodies name no unit, so their key is derived once and kept."""

    __slots__ = ("_plain", "_prk", "id", "secret")

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self.id = labels.digest(labels.EPOCH, secret)
        self._prk = labels.extract(secret)
        self._plain = AESGCMSIV(labels.expand(self._prk, labels.BODY + NO_UNIT))

    def aead(self, unit: bytes, unit_secret: bytes) -> AESGCMSIV:
        if unit == NO_UNIT:
            return self._plain
        return AESGCMSIV(labels.derive(self.secret + unit_secret, labels.BODY + unit))

    def mask(self, commit: bytes) -> int:
        return int.from_bytes(labels.expand(self._prk, labels.UNIT + commit, 16), "big")


@dataclass(frozen=True, slots=True)
class Entry:
    """A parsed entry: the signed bytes and what they say. Parsing proves form only; ``verify`` the rest."""

    id: bytes
    head: bytes
    body: bytes
    sig: bytes
    suite: int
    log: bytes
    author: bytes
    seq: int
    prev: bytes
    deps: tuple[bytes, ...]
    epoch: bytes
    commit: bytes

    @property
    def parents(self) -> tuple[bytes, ...]:
        return self.deps if self.seq == 0 else (self.prev, *self.deps)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next entry goes: the log, the author's own chain, and the heads seen there."""

    log: bytes
    seq: int
    prev: bytes
    deps: tuple[bytes, ...]


def seal(
    json: bytes,
    place: Place,
    author: Signing,
    key: EpochKey | None,
    *,
    r: bytes,
    nonce: bytes,
    unit: bytes = NO_UNIT,
    unit_secret: bytes = b"",
) -> Entry:
    """A new entry. ``key`` None makes a clear one; ``r`` (32 bytes) and ``nonce`` (12) are fresh chance."""
    padded = pad(r + json)
    commit = labels.digest(labels.COMMIT, r, json)
    epoch, suite = (key.id, SEALED) if key else (NOTHING, CLEAR)
    deps = sorted(place.deps)
    fields = [
        VERSION,
        suite,
        place.log,
        author.public,
        place.seq,
        place.prev,
        deps,
        epoch,
        commit,
        len(padded),
    ]
    head = cbor.encode(fields)
    body = _enclose(padded, head, commit, key, nonce, unit, unit_secret) if key else padded
    name = labels.digest(labels.ENTRY, head, labels.digest(b"", body))
    return Entry(
        name,
        head,
        body,
        author.sign(name),
        suite,
        place.log,
        author.public,
        place.seq,
        place.prev,
        tuple(deps),
        epoch,
        commit,
    )


def _enclose(
    padded: bytes, head: bytes, commit: bytes, key: EpochKey, nonce: bytes, unit: bytes, unit_secret: bytes
) -> bytes:
    masked = (int.from_bytes(unit, "big") ^ key.mask(commit)).to_bytes(16, "big")
    return masked + nonce + key.aead(unit, unit_secret).encrypt(nonce, padded, head + masked)


def parse(head: bytes, body: bytes, sig: bytes) -> Entry:
    """The entry in these bytes. Raises Rejected: newer-version, malformed or truncated."""
    fields = read_head(head)
    if len(body) != fields.padded + _LENGTHS[fields.suite]:
        raise Rejected(Verdict.TRUNCATED, "the body is not as long as its head says")
    if len(sig) != 64:
        raise Rejected(Verdict.TRUNCATED, "a signature has 64 bytes")
    name = labels.digest(labels.ENTRY, head, labels.digest(b"", body))
    return Entry(name, head, body, sig, *fields[:-1])


class Head(NamedTuple):
    """What a head says, after its version."""

    suite: int
    log: bytes
    author: bytes
    seq: int
    prev: bytes
    deps: tuple[bytes, ...]
    epoch: bytes
    commit: bytes
    padded: int


def read_head(raw: bytes) -> Head:
    """Raises Rejected: newer-version or malformed."""
    try:
        fields = cbor.decode(raw)
    except cbor.BadCbor as error:
        raise Rejected(Verdict.MALFORMED, str(error)) from None
    if type(fields) is not list or not fields or type(fields[0]) is not int:
        raise Rejected(Verdict.MALFORMED, "a head is an array that begins with its version")
    if fields[0] > VERSION:
        raise Rejected(Verdict.NEWER_VERSION, f"version {fields[0]}")
    if fields[0] != VERSION or len(fields) != 10:
        raise Rejected(Verdict.MALFORMED, "a head has ten fields")
    _, suite, log, author, seq, prev, deps, epoch, commit, padded = fields
    if type(suite) is int and suite > SEALED:
        raise Rejected(Verdict.NEWER_VERSION, f"suite {suite}")
    sized = ((log, 16), (author, 32), (prev, 32), (epoch, 32), (commit, 32))
    if any(type(value) is not bytes or len(value) != size for value, size in sized):
        raise Rejected(Verdict.MALFORMED, "a field of the wrong type or length")
    if any(type(value) is not int or value < 0 for value in (suite, seq, padded)):
        raise Rejected(Verdict.MALFORMED, "suite, seq and length are numbers from 0")
    _check_chain(seq, prev, deps)
    if (suite == CLEAR) != (epoch == NOTHING) or padded > LARGEST or not is_padded(padded):
        raise Rejected(Verdict.MALFORMED, "suite, epoch and length disagree")
    return Head(suite, log, author, seq, prev, tuple(deps), epoch, commit, padded)


def _check_chain(seq: int, prev: bytes, deps: Any) -> None:
    if (seq == 0) != (prev == NOTHING):
        raise Rejected(Verdict.MALFORMED, "only the first entry has no predecessor")
    if type(deps) is not list or len(deps) > MOST_DEPS:
        raise Rejected(Verdict.MALFORMED, "deps is a list of at most 64")
    if any(type(dep) is not bytes or len(dep) != 32 for dep in deps):
        raise Rejected(Verdict.MALFORMED, "a dep is an entry id")
    if any(one >= two for one, two in pairwise(deps)) or prev in deps:
        raise Rejected(Verdict.MALFORMED, "deps are sorted, each once, without prev")


class Checker:
    """Checks signatures, keeping parsed keys: an author writes many entries."""

    __slots__ = ("_keys",)

    def __init__(self) -> None:
        self._keys: dict[bytes, Ed25519PublicKey] = {}

    def verify(self, entry: Entry) -> None:
        """Raises Rejected(bad-signature) unless the author named in the head signed exactly these bytes."""
        try:
            key = self._keys.get(entry.author)
            if key is None:
                key = self._keys[entry.author] = Ed25519PublicKey.from_public_bytes(entry.author)
            key.verify(entry.sig, entry.id)
        except (InvalidSignature, ValueError):
            raise Rejected(Verdict.BAD_SIGNATURE) from None


def open_body(
    entry: Entry, keys: Mapping[bytes, EpochKey], units: Mapping[bytes, bytes] = {}
) -> tuple[bytes, bytes]:
    """``(r, json)`` of an entry whose signature was checked. Raises Rejected."""
    if entry.suite == CLEAR:
        plain = entry.body
    else:
        key = keys.get(entry.epoch)
        if key is None:
            raise Rejected(Verdict.UNKNOWN_EPOCH, "this epoch was not granted")
        plain = _disclose(entry, key, units)
    r, json = plain[:32], plain[32:].rstrip(b"\0")
    if labels.digest(labels.COMMIT, r, json) != entry.commit or len(pad(r + json)) != len(plain):
        raise Rejected(Verdict.BAD_COMMIT)
    return r, json


def _disclose(entry: Entry, key: EpochKey, units: Mapping[bytes, bytes]) -> bytes:
    masked, nonce, sealed = entry.body[:16], entry.body[16:28], entry.body[28:]
    unit = (int.from_bytes(masked, "big") ^ key.mask(entry.commit)).to_bytes(16, "big")
    if unit != NO_UNIT and unit not in units:
        raise Rejected(Verdict.UNKNOWN_UNIT, "its person or source was erased, or this is no body at all")
    try:
        return key.aead(unit, units.get(unit, b"")).decrypt(nonce, sealed, entry.head + masked)
    except InvalidTag:
        raise Rejected(Verdict.BAD_BODY) from None
