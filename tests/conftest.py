# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fixtures that every chapter's tests may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import Cast, cast


@pytest.fixture
def people(tmp_path: Path) -> Cast:
    """The cast over a fresh store."""
    return cast(tmp_path / "data")
