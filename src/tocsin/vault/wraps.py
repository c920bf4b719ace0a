# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wraps: one secret sealed to several readers, without saying to whom or to how many.

A wrap body is detachable: it lives beside the log, is named by hash in a sealed entry, and may be deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from tocsin.vault import labels
from tocsin.vault.keys import OVERHEAD, Identity, KemPublic, KemSecret
from tocsin.vault.kinds import LogClass

FEWEST: Final = 8
_CLASSES: Final = {LogClass.ORG: 1, LogClass.BELL: 2, LogClass.ALARM: 3, LogClass.CASE: 4, LogClass.MEMBER: 5}
"""The byte behind an epoch's secret that says what the log is for. Numbers of the format: never reused."""


def wrap_info(org: bytes, log: bytes, epoch: bytes, kem: bytes) -> bytes:
    """What a log's wrap is bound to: moved to another log, epoch or recipient it does not open."""
    return labels.WRAP + org + log + epoch + labels.digest(b"", kem)


def intake_info(org: bytes, period: bytes, kem: bytes) -> bytes:
    return labels.INTAKE_WRAP + org + period + labels.digest(b"", kem)


def class_byte(cls: LogClass) -> bytes:
    """Raises KeyError for a clear class, whose logs have no secret."""
    return bytes([_CLASSES[cls]])


def class_of(byte: int) -> LogClass | None:
    """None for a class this version does not know, or one that is never sealed."""
    return next((cls for cls, number in _CLASSES.items() if number == byte), None)


def size_for(readers: int) -> int:
    """How many wraps a body holds: 8, 16, 32 …"""
    size = FEWEST
    while size < readers:
        size *= 2
    return size


def make(
    secret: bytes,
    readers: Iterable[bytes],
    info: Callable[[bytes], bytes],
    random_bytes: Callable[[int], bytes],
) -> bytes:
    """A wrap body for these X-Wing keys, filled up with wraps to keys nobody has, in random order."""
    kems = list(readers)
    nobody = KemSecret(random_bytes(32)).public
    kems += [nobody] * (size_for(len(kems)) - len(kems))
    sealed = [KemPublic(kem).seal(secret, info(kem)) for kem in kems]
    return b"".join(wrap for _, wrap in sorted((random_bytes(8), wrap) for wrap in sealed))


def name(subject: bytes, epoch: bytes, body: bytes) -> bytes:
    """The hash by which a grant names its wrap body."""
    return labels.digest(labels.WRAPS, subject, epoch, body)


def split(body: bytes, secret_size: int) -> Iterator[bytes]:
    """The wraps of a body; nothing for a body of any other shape."""
    step = OVERHEAD + secret_size
    if body and len(body) % step == 0:
        for at in range(0, len(body), step):
            yield body[at : at + step]


def open_with(me: Identity, body: bytes, info: bytes, secret_size: int) -> bytes | None:
    """My secret in this body, by trying each wrap; None if none is mine."""
    for wrap in split(body, secret_size):
        secret = me.kem.open(wrap, info)
        if secret is not None and len(secret) == secret_size:
            return secret
    return None
