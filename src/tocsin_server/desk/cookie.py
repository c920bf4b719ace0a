# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sign-in cookie: whose it is and a secret, read the same way by the front and by the member's process.

It names the member so that a form sent after a lock can still be sealed to its author; only the secret
reaches a process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from tocsin.vault.ids import MemberId

NAME = "desk"
_PAIR = re.compile(rb"(?:^|;)[ \t]*" + NAME.encode() + rb"=([0-9a-f]{1,64})\.([0-9a-f]{64})(?=[ \t]*(?:;|$))")


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a cookie says: a member, and the digest of the secret (the secret itself is not kept)."""

    member: MemberId
    digest: bytes


def value(member: MemberId, secret: bytes) -> str:
    """The cookie for a fresh sign-in; ``secret`` is 32 random bytes."""
    return f"{member}.{secret.hex()}"


def digest(cookie_value: str) -> bytes:
    """What the front knows a sign-in by."""
    return sha256(cookie_value.encode()).digest()


def read(header: bytes) -> SignIn | None:
    """The first well-formed sign-in in a Cookie header."""
    if (found := _PAIR.search(header)) is None:
        return None
    whole = found[1] + b"." + found[2]
    return SignIn(MemberId(found[1].decode()), sha256(whole).digest())
