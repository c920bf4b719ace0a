# SPDX-License-Identifier: AGPL-3.0-or-later
"""An approved revision and its package, made once for all tests that only read or copy them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cast import cast

from tocsin.publication.tests.night import NOON
from tocsin.publication.tests.release import Release, release


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The night's case with revision 1 approved and published. Read only."""
    made = release(cast(tmp_path_factory.mktemp("published") / "data", now=NOON))
    made.publish()
    return made


@pytest.fixture(scope="session")
def packaged(published: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evidence package of that revision. Copy it before changing it."""
    return published.package(tmp_path_factory.mktemp("packages") / "package")


@pytest.fixture
def fresh(tmp_path: Path) -> Release:
    """The night's case with nothing proposed yet."""
    return release(cast(tmp_path / "data", now=NOON))
