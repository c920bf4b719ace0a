# SPDX-License-Identifier: AGPL-3.0-or-later
"""Padmé padding: a length on disk says only its order of magnitude, at a cost of at most 12 %.

Padding bytes are zeros; JSON never ends in a zero byte, so the end of the text stays unambiguous.
"""

from __future__ import annotations

SMALLEST = 512


def padme(length: int) -> int:
    """The padded length (Nikitin et al., PURBs, 2019), never less than 512."""
    if length <= SMALLEST:
        return SMALLEST
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def pad(plain: bytes) -> bytes:
    return plain.ljust(padme(len(plain)), b"\0")


def is_padded(length: int) -> bool:
    return length >= SMALLEST and padme(length) == length
