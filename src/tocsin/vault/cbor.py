# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deterministic CBOR (RFC 8949 section 4.2), the only binary encoding in the format.

What does not re-encode to itself is refused: a second spelling of a signed head would be a second id.
"""

from __future__ import annotations

from typing import Any

import cbor2


class BadCbor(ValueError):
    """Bytes that are not the one deterministic encoding of a value."""


def encode(value: Any) -> bytes:
    return cbor2.dumps(value, canonical=True)


def decode(raw: bytes) -> Any:
    """The value of a deterministic encoding. Raises BadCbor for anything else, trailing bytes included."""
    try:
        value = cbor2.loads(raw)
        again = cbor2.dumps(value, canonical=True)
    except (
        cbor2.CBORError,
        ValueError,
        TypeError,
        ArithmeticError,
        RecursionError,
        MemoryError,
        EOFError,
    ) as error:
        raise BadCbor(f"not CBOR: {type(error).__name__}") from None
    if again != raw:
        raise BadCbor("not the deterministic encoding of its value")
    return value
