# SPDX-License-Identifier: AGPL-3.0-or-later
"""One organisation with the night filled in, for the tests that look at it with Debian's Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tocsin_server.demo import acts
from tocsin_server.demo.mailbox import Mailbox
from tocsin_server.demo.night import Night
from tocsin_server.demo.organisation import Organisation
from tocsin_server.demo.steps import play


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("browser")
    told: list[str] = []
    with Mailbox(folder / "mail") as mailbox:
        organisation = Organisation(folder / "data", mailbox.port, repeat_seconds=300)
        organisation.found()
        organisation.up()
        try:
            one = Night(organisation, mailbox, folder)
            assert play(one, acts.FILLED_IN, told.append), "\n".join(told)
            yield one
        finally:
            organisation.stop()
