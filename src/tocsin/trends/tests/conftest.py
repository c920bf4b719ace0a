# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cast over a fresh store."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cast import Cast, cast


@pytest.fixture
def people(tmp_path: Path) -> Cast:
    return cast(tmp_path / "data")
