# SPDX-License-Identifier: AGPL-3.0-or-later
"""A second reader, written from docs/log-format.md alone, importing nothing of Tocsin.


If the document lacks a byte, this file cannot be written; if the code drifts from it, this test fails.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

FOLDER = Path(__file__).parents[4] / "vectors"


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def hkdf(ikm: bytes, info: bytes, size: int = 32) -> bytes:
    prk = hmac.new(bytes(32), ikm, "sha256").digest()
    return hmac.new(prk, info + b"\x01", "sha256").digest()[:size]


def cbor(raw: bytes, at: int = 0) -> tuple[Any, int]:
    """Unsigned integers, byte strings and arrays: all that heads and records hold."""
    major, small = raw[at] >> 5, raw[at] & 31
    at += 1
    size = {24: 1, 25: 2, 26: 4, 27: 8}.get(small, 0)
    value = int.from_bytes(raw[at : at + size], "big") if size else small
    at += size
    if major == 0:
        return value, at
    if major == 2:
        return raw[at : at + value], at + value
    assert major == 4, "nothing else occurs"
    items = []
    for _ in range(value):
        item, at = cbor(raw, at)
        items.append(item)
    return items, at


def records(raw: bytes) -> list[list[bytes]]:
    assert raw[:16] == b"tocsin/export/1\n"
    at, found = 48, []
    while (size := struct.unpack(">I", raw[at : at + 4])[0]) > 0:
        found.append(cbor(raw[at + 4 : at + 4 + size])[0])
        at += 4 + size
    assert raw[at + 4 :] == sha(raw[: at + 4])
    return found


def opened(record: list[bytes], keys: dict[bytes, bytes], units: dict[bytes, bytes]) -> dict[str, Any] | None:
    log, head, body, sig = record
    (version, suite, in_log, author, _seq, _prev, _deps, epoch, commit, padded), end = cbor(head)
    assert (version, in_log, end) == (0, log, len(head))
    Ed25519PublicKey.from_public_bytes(author).verify(sig, sha(b"tocsin/entry/1", head, sha(body)))
    plain = body
    if suite == 1:
        if epoch not in keys:
            return None
        k = keys[epoch]
        mask = hkdf(k, b"tocsin/unit/1" + commit, 16)
        unit = bytes(one ^ two for one, two in zip(body[:16], mask, strict=True))
        secret = b"" if unit == bytes(16) else units[unit]
        key = hkdf(k + secret, b"tocsin/body/1" + unit)
        plain = AESGCMSIV(key).decrypt(body[16:28], body[28:], head + body[:16])
    assert len(plain) == padded
    r, text = plain[:32], plain[32:].rstrip(b"\0")
    assert sha(b"tocsin/commit/1", r, text) == commit
    return json.loads(text)


def read(name: str) -> tuple[dict[str, Any], list[dict[str, Any] | None]]:
    line, _, raw = (FOLDER / f"{name}.vector").read_bytes().partition(b"\n")
    header = json.loads(line)
    secrets = [bytes.fromhex(key) for one in header["keys"].values() for key in one["epochs"]]
    keys = {sha(b"tocsin/epoch/1", secret): secret for secret in secrets}
    units = {bytes.fromhex(unit): bytes.fromhex(secret) for unit, secret in header["units"].items()}
    return header, [opened(record, keys, units) for record in records(raw)]


def words(name: str) -> list[str]:
    return [one["words"] for one in read(name)[1] if one and "words" in one]


def test_it_decrypts_the_case_of_two_authors() -> None:
    assert words("good-two-authors") == [
        "no answer at the door",
        "сосед слышал крик",
        "two men, one car",
        "the lock is broken",
    ]


def test_it_reads_two_epochs_a_unit_and_a_clear_log() -> None:
    assert words("good-new-epoch")[-1] == "after the new epoch"
    assert words("good-later-epoch-only") == ["after the new epoch"]
    assert words("good-unit")[-1] == "he is 17"
    assert words("good-public") == ["two people were taken", "corrected"]


def test_it_follows_the_directory_from_the_pinned_id_to_the_signer() -> None:
    header, entries = read("good-two-authors")
    statements = [one for one in entries if one and one["kind"] == "directory.statement/1"]
    assert sha(statements[0]["statement"].encode()).hex() == header["org"]
    genesis = json.loads(statements[0]["statement"])
    keys = {one["id"]: bytes.fromhex(one["sign"]) for one in genesis["stewards"]}
    devices: dict[str, str] = {}
    for place, one in enumerate(statements):
        text = one["statement"].encode()
        said = json.loads(text)
        assert said["seq"] == place
        assert said["prev"] == (
            sha(statements[place - 1]["statement"].encode()).hex() if place else "00" * 32
        )
        for signed in one["signatures"]:
            if signed["by"] in keys:
                key = Ed25519PublicKey.from_public_bytes(keys[signed["by"]])
                key.verify(bytes.fromhex(signed["sig"]), b"tocsin/statement/1" + text)
        if said["do"] == "device":
            devices[sha(b"tocsin/device-id/1", bytes.fromhex(said["key"]))[:16].hex()] = said["key"]
    first = next(one for one in entries if one and one["kind"] == "log.granted/1")
    assert first["certified"]["device"] in devices


def test_it_checks_who_may_write_and_that_the_log_began_where_its_id_says() -> None:
    line, _, raw = (FOLDER / "good-two-authors.vector").read_bytes().partition(b"\n")
    header = json.loads(line)
    org = bytes.fromhex(header["org"])
    ((case, one),) = header["keys"].items()
    keys = {sha(b"tocsin/epoch/1", bytes.fromhex(key)): bytes.fromhex(key) for key in one["epochs"]}
    record = next(record for record in records(raw) if record[0].hex() == case)
    body = opened(record, keys, {})
    assert body is not None
    device = bytes.fromhex(body["certified"]["device"])
    assert sha(b"tocsin/new-id/1", org, bytes.fromhex(body["salt"]), device)[:16].hex() == case
    author = cbor(record[1])[0][3]
    message = b"tocsin/author/1" + org + record[0] + author + body["certified"]["class"].encode()
    said = [json.loads(one["statement"]) for one in read("good-directory")[1] if one]
    (key,) = [
        bytes.fromhex(one["key"])
        for one in said
        if one["do"] == "device" and sha(b"tocsin/device-id/1", bytes.fromhex(one["key"]))[:16] == device
    ]
    Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(body["certified"]["sig"]), message)


@pytest.mark.parametrize(
    "name", ["flip-head", "flip-body", "flip-signature", "cut-file", "lying-commit", "lying-body"]
)
def test_it_refuses_what_was_tampered_with(name: str) -> None:
    with pytest.raises(Exception):  # noqa: B017  any failure will do: it has no verdicts
        read(name)
