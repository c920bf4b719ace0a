# SPDX-License-Identifier: AGPL-3.0-or-later
"""Disclosing one entry to a court or a body, without giving away a key or another entry.

Checked with stock tools: ``sha256sum`` for id and commitment, ``openssl pkeyutl`` for the signature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from tocsin.vault import authors, entry, jsontext, labels
from tocsin.vault.directory import Directory
from tocsin.vault.entry import Entry
from tocsin.vault.keys import verified
from tocsin.vault.statements import octets, word
from tocsin.vault.verdicts import Rejected, Verdict


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a stranger needs to check one entry; ``certificate`` ties the per-log key to a device."""

    head: bytes
    body_hash: bytes
    sig: bytes
    r: bytes
    json: bytes
    certificate: Mapping[str, str]

    @property
    def id(self) -> bytes:
        return labels.digest(labels.ENTRY, self.head, self.body_hash)

    def to_dict(self) -> dict[str, Any]:
        """As JSON carries it; the disclosed text stays exactly as it was committed to."""
        return {
            "id": self.id.hex(),
            "head": self.head.hex(),
            "body_sha256": self.body_hash.hex(),
            "sig": self.sig.hex(),
            "r": self.r.hex(),
            "json": self.json.decode(),
            "author": dict(self.certificate),
        }

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Raises Rejected(malformed)."""
        try:
            return cls(
                bytes.fromhex(word(fields["head"])),
                octets(fields["body_sha256"], 32),
                octets(fields["sig"], 64),
                octets(fields["r"], 32),
                word(fields["json"]).encode(),
                dict(fields["author"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise Rejected(Verdict.MALFORMED, f"{type(error).__name__}: {error}") from None


def disclose(of: Entry, r: bytes, json: bytes, certificate: Mapping[str, str]) -> Disclosure:
    return Disclosure(of.head, labels.digest(b"", of.body), of.sig, r, json, certificate)


def check(disclosed: Disclosure, directory: Directory) -> authors.Author:
    """Who wrote it. Raises Rejected if head, signature, commitment, text or certificate fail."""
    fields = entry.read_head(disclosed.head)
    if not verified(fields.author, disclosed.sig, disclosed.id):
        raise Rejected(Verdict.BAD_SIGNATURE)
    if labels.digest(labels.COMMIT, disclosed.r, disclosed.json) != fields.commit:
        raise Rejected(Verdict.BAD_COMMIT)
    try:
        jsontext.read(disclosed.json)
    except jsontext.BadJson as error:
        raise Rejected(Verdict.BAD_JSON, str(error)) from None
    return authors.check(disclosed.certificate, directory, fields.log, fields.author)[0]
