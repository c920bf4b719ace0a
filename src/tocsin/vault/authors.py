# SPDX-License-Identifier: AGPL-3.0-or-later
"""Author keys: who writes in a log is told inside its first sealed entry of each epoch, not on the disk.

The certificate binds the per-log key to a device of the directory, to this log and to the log's class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tocsin.vault import labels
from tocsin.vault.directory import Directory
from tocsin.vault.ids import DeviceId, MemberId
from tocsin.vault.keys import Device, verified
from tocsin.vault.kinds import Kind, LogClass, Signer
from tocsin.vault.statements import octets
from tocsin.vault.verdicts import Rejected, Verdict

FIELD: Final = "certified"


@dataclass(frozen=True, slots=True)
class Author:
    """The person or bell behind a per-log key."""

    member: MemberId
    signer: Signer
    device: DeviceId


def _message(org: bytes, log: bytes, cls: LogClass, author: bytes) -> bytes:
    return labels.AUTHOR + org + log + author + cls.value.encode()


def certify(device: Device, org: bytes, log: bytes, cls: LogClass) -> dict[str, str]:
    """The ``author`` object of an author's first entry."""
    signature = device.signing.sign(_message(org, log, cls, device.author(log).public))
    return {"device": device.id.hex(), "class": cls.value, "sig": signature.hex()}


def check(
    certificate: Any, directory: Directory, log: bytes, author: bytes, cls: LogClass | None = None
) -> tuple[Author, LogClass]:
    """Who wrote, and the log's class as they state it. Raises Rejected(unknown-author)."""
    try:
        device, stated, signature = _fields(certificate)
    except (ValueError, KeyError, TypeError) as error:
        raise Rejected(Verdict.UNKNOWN_AUTHOR, f"no certificate: {error}") from None
    card = directory.device(device)
    if card is None or (cls is not None and stated is not cls):
        raise Rejected(
            Verdict.UNKNOWN_AUTHOR, "the directory does not know this device, or the class differs"
        )
    if not verified(card.key, signature, _message(bytes.fromhex(directory.org), log, stated, author)):
        raise Rejected(Verdict.UNKNOWN_AUTHOR, "the certificate is not of this key and log")
    return Author(card.owner, directory.signer(card.owner), device), stated


def signer_of(kind: Kind, author: Author, directory: Directory) -> Signer | None:
    """As what this author signs a kind, or None if the kind is not for them to sign."""
    if Signer.STEWARD in kind.signers and author.member in directory.ever_stewards:
        return Signer.STEWARD
    return author.signer if author.signer in kind.signers else None


def _fields(certificate: Any) -> tuple[DeviceId, LogClass, bytes]:
    if not isinstance(certificate, Mapping):
        raise TypeError("not an object")
    device = DeviceId(octets(certificate["device"], 16).hex())
    return device, LogClass(certificate["class"]), octets(certificate["sig"], 64)
