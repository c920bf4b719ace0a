# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody kills the bell again and again while alarms come in: none is lost, none stays unpaged."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.organisation import Founded, Organisation, copied
from tests.server.test_bell import mailbox
from tests.server.test_relay import number
from tocsin.alarm.numbers import number_of
from tocsin.alarm.picture import AlarmBook, AlarmFold
from tocsin.vault.kinds import LogClass
from tocsin_server import wiring
from tocsin_server.demo.mailbox import Mailbox

pytestmark = pytest.mark.slow
__all__ = ["mailbox"]
ALARMS = 30
KILLS = 20
REPORTERS = 3


@pytest.fixture
def relay(founded: Founded, tmp_path: Path, mailbox: Mailbox) -> Iterator[Organisation]:
    with copied(founded, tmp_path / "data", mailbox.port) as made:
        made.start("relay")
        yield made


def test_thirty_alarms_under_twenty_kills_are_all_received_and_all_paged(
    relay: Organisation, mailbox: Mailbox
) -> None:
    chance = random.Random(7)
    told: list[str] = []

    def report(pauses: list[float]) -> None:
        for pause in pauses:
            time.sleep(pause)
            told.append(number(relay.report("an alarm of this night")))

    relay.start("bell")
    reporters = [
        threading.Thread(target=report, args=([chance.uniform(0, 3.5) for _ in range(ALARMS // REPORTERS)],))
        for _ in range(REPORTERS)
    ]
    for reporter in reporters:
        reporter.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.02, 0.8))
        relay.kill("bell")
        relay.start("bell")
    for reporter in reporters:
        reporter.join()
    assert len(told) == len(set(told)) == ALARMS

    def unpaged() -> set[str]:
        book = _book(relay)
        received = {number_of(parcel) for parcel in book.by_parcel}
        assert received <= set(told)
        missing = set(told) - received
        paged = {_code(letter.text) for letter in mailbox.letters("lapwing", "/alarms/A-")}
        return missing | {alarm.code for alarm in book.alarms.values() if alarm.code not in paged}

    until = time.monotonic() + 30
    while (left := unpaged()) and time.monotonic() < until:
        time.sleep(0.5)
    assert left == set()
    assert len(_book(relay).alarms) == ALARMS
    letters = mailbox.letters("lapwing", "/alarms/A-")
    assert len(letters) <= ALARMS + KILLS, "at most the pages in the air at each kill are sent twice"


def _book(organisation: Organisation) -> AlarmBook:
    vault = wiring.open_bell(organisation.folder).vault
    return vault.draw(vault.logs(LogClass.BELL)[0], AlarmFold())


def _code(text: str) -> str:
    found = re.search(r"/alarms/(A-\w+)/", text)
    assert found
    return found[1]
