# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every domain label of the format, and the two functions that use them.

One table, so that no two purposes share a label and a reader in another language finds them all here.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

ENTRY: Final = b"tocsin/entry/1"
COMMIT: Final = b"tocsin/commit/1"
EPOCH: Final = b"tocsin/epoch/1"
BODY: Final = b"tocsin/body/1"
UNIT: Final = b"tocsin/unit/1"
AUTHOR: Final = b"tocsin/author/1"
AUTHOR_KEY: Final = b"tocsin/author-key/1"
DEVICE_KEY: Final = b"tocsin/device-key/1"
DEVICE_ID: Final = b"tocsin/device-id/1"
DEVICE_FILE: Final = b"tocsin/device-file/1"
DEVICE_NAME: Final = b"tocsin/device-name/1"
KEM_SEED: Final = b"tocsin/kem-seed/1"
SIGN_SEED: Final = b"tocsin/sign-seed/1"
FINGERPRINT: Final = b"tocsin/fingerprint/1"
KEYBAG: Final = b"tocsin/keybag/1"
KEYBAG_NAME: Final = b"tocsin/keybag-name/1"
KEYRING: Final = b"tocsin/keyring/1"
KEYRING_NAME: Final = b"tocsin/keyring-name/1"
LOG: Final = b"tocsin/log/1"
NEW_ID: Final = b"tocsin/new-id/1"
MEMBER_LOG: Final = b"tocsin/member-log/1"
STATEMENT: Final = b"tocsin/statement/1"
WRAP: Final = b"tocsin/wrap/1"
WRAPS: Final = b"tocsin/wraps/1"
INTAKE_WRAP: Final = b"tocsin/intake-wrap/1"
PARCEL: Final = b"tocsin/parcel/1"
FILE: Final = b"tocsin/file/1"
KEPT: Final = b"tocsin/kept/1"
EXPORT: Final = b"tocsin/export/1"


def digest(label: bytes, *parts: bytes) -> bytes:
    """SHA-256 over the label and parts; callers pass parts of fixed length, but for the last."""
    return hashlib.sha256(label + b"".join(parts)).digest()


def extract(secret: bytes) -> bytes:
    """HKDF-Extract with SHA-256 and no salt (RFC 5869)."""
    return hmac.digest(bytes(32), secret, "sha256")


def expand(prk: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-Expand for at most one block: nothing in the format needs more than 32 bytes."""
    if length > 32:
        raise ValueError("one block of HKDF output is 32 bytes")
    return hmac.digest(prk, info + b"\x01", "sha256")[:length]


def derive(secret: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA-256, no salt."""
    return expand(extract(secret), info, length)
