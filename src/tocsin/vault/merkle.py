# SPDX-License-Identifier: AGPL-3.0-or-later
"""One hash over many: the Merkle tree of RFC 6962 section 2.1, so that one timestamp covers a whole day.

Leaves and nodes are hashed under different prefixes; without them a node could be passed off as a leaf.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


class NotInTree(ValueError):
    """The path does not lead from this leaf to this root."""


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 6962: SHA-256(0x00 || leaf), 32 bytes."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962: SHA-256(0x01 || left || right), 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree head of these leaves, 32 bytes; of no leaves the hash of nothing."""
    if not leaves:
        return sha256(b"").digest()
    level = [leaf_hash(leaf) for leaf in leaves]
    while len(level) > 1:
        level = _above(level)
    return level[0]


def _above(level: Sequence[bytes]) -> list[bytes]:
    # Pairing from the left and lifting the odd last one gives the same tree as the RFC's split at the
    # largest power of two below n, in one pass.
    pairs = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs if len(level) % 2 == 0 else [*pairs, level[-1]]


def path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The audit path of one leaf, nearest sibling first. Raises IndexError for a leaf that is not there."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    level, steps = [leaf_hash(leaf) for leaf in leaves], []
    while len(level) > 1:
        if (sibling := index ^ 1) < len(level):
            steps.append(level[sibling])
        level, index = _above(level), index // 2
    return tuple(steps)


def check_path(leaf: bytes, index: int, size: int, steps: Sequence[bytes], expected: bytes) -> None:
    """Walk from a leaf to the root (RFC 9162 section 2.1.3.2). Raises NotInTree unless it arrives."""
    if not 0 <= index < size:
        raise NotInTree("the leaf's number is not below the size of the tree")
    here, last, remaining = leaf_hash(leaf), size - 1, list(steps)
    while last:
        if index % 2 or index < last:
            if not remaining:
                raise NotInTree("the path is too short")
            other = remaining.pop(0)
            here = node_hash(other, here) if index % 2 else node_hash(here, other)
        index, last = index // 2, last // 2
    if remaining:
        raise NotInTree("the path is too long")
    if here != expected:
        raise NotInTree("the path leads to another root")
