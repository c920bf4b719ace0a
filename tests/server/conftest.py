# SPDX-License-Identifier: AGPL-3.0-or-later
"""One founding for all tests with processes: at its real cost it takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.organisation import Founded, Organisation, copied, found


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    return found(tmp_path_factory.mktemp("founded"))


@pytest.fixture
def organisation(founded: Founded, tmp_path: Path) -> Iterator[Organisation]:
    with copied(founded, tmp_path / "data") as made:
        yield made
