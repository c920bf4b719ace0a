# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree of RFC 6962: known heads, every path, no forged path."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.vault import merkle

LEAVES = st.lists(st.binary(max_size=40), min_size=1, max_size=40)
# The eight test leaves that implementations of certificate transparency share, and their tree heads.
KNOWN = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
HEADS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize(("size", "head"), HEADS.items())
def test_the_heads_are_those_of_certificate_transparency(size: int, head: str) -> None:
    assert merkle.root(KNOWN[:size]).hex() == head


def test_the_head_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.root([]) == sha256(b"").digest()


def recursive_root(leaves: list[bytes]) -> bytes:
    """The RFC's own definition, word for word."""
    if len(leaves) == 1:
        return merkle.leaf_hash(leaves[0])
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return merkle.node_hash(recursive_root(leaves[:split]), recursive_root(leaves[split:]))


@given(LEAVES)
def test_one_pass_gives_the_tree_of_the_definition(leaves: list[bytes]) -> None:
    assert merkle.root(leaves) == recursive_root(leaves)


@given(LEAVES, st.data())
def test_every_leaf_has_a_path_and_no_other_leaf_fits_it(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    steps, head = merkle.path(leaves, index), merkle.root(leaves)
    merkle.check_path(leaves[index], index, len(leaves), steps, head)
    with pytest.raises(merkle.NotInTree):
        merkle.check_path(leaves[index] + b"!", index, len(leaves), steps, head)


@given(LEAVES, st.data())
def test_a_path_cut_or_lengthened_is_refused(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    steps, head = merkle.path(leaves, index), merkle.root(leaves)
    with pytest.raises(merkle.NotInTree, match="too long"):
        merkle.check_path(leaves[index], index, len(leaves), (*steps, bytes(32)), head)
    if steps:
        with pytest.raises(merkle.NotInTree):
            merkle.check_path(leaves[index], index, len(leaves), steps[:-1], head)


def test_a_leaf_outside_the_tree_has_no_path() -> None:
    with pytest.raises(IndexError):
        merkle.path([b"a"], 1)
    with pytest.raises(merkle.NotInTree, match="not below"):
        merkle.check_path(b"a", 1, 1, (), merkle.root([b"a"]))
