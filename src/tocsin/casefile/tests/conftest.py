# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cast over a fresh store, for the pages of this chapter."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cast import Cast, cast

from tocsin.casefile.tests.night import local


@pytest.fixture
def people(tmp_path: Path) -> Cast:
    """Everybody, on the noon after the second night."""
    return cast(tmp_path / "data", now=local(19, 12, 10))
