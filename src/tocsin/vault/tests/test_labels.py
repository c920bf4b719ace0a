# SPDX-License-Identifier: AGPL-3.0-or-later
"""Domain labels: each for one purpose, and each in the document that others read."""

from __future__ import annotations

import itertools
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from tocsin.vault import labels

LABELS = {name: value for name, value in vars(labels).items() if isinstance(value, bytes)}
DOCUMENT = Path(__file__).parents[4] / "docs" / "log-format.md"


def test_no_label_begins_another():
    """``WRAP`` + data must never read as ``WRAPS`` + other data."""
    assert len(LABELS) > 20
    assert [pair for pair in itertools.permutations(LABELS.values(), 2) if pair[1].startswith(pair[0])] == []


def test_every_label_stands_in_the_document():
    text = DOCUMENT.read_text("utf-8")
    assert [name for name, value in LABELS.items() if value.decode() not in text] == []


@given(st.binary(min_size=1, max_size=80), st.binary(max_size=80), st.integers(1, 32))
def test_derivation_is_hkdf_as_everybody_has_it(secret, info, length):
    expected = HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)
    assert labels.derive(secret, info, length) == expected
