# SPDX-License-Identifier: AGPL-3.0-or-later
"""Isolation of lines (I10): one that hangs, or dies of a fault of ours, delays no other by a second."""

from __future__ import annotations

import threading
import time

import pytest

from tocsin.alarm.facts import FailureCause
from tocsin.alarm.needs import Finished, LineFailure
from tocsin.alarm.notice import Notice
from tocsin.alarm.pager import ThreadPager


class Hanging:
    def __init__(self) -> None:
        self.let_go = threading.Event()

    def send(self, notice: Notice) -> None:
        self.let_go.wait(30)


class Good:
    def __init__(self) -> None:
        self.taken: list[str] = []

    def send(self, notice: Notice) -> None:
        self.taken.append(notice.page)


class Bad:
    def send(self, notice: Notice) -> None:
        raise LineFailure(FailureCause.BUSY)


class Broken:
    def send(self, notice: Notice) -> None:
        raise ZeroDivisionError


def notice(page: str, scheme: str) -> Notice:
    return Notice(page, f"{scheme}:someone", "P-4F2K", "A-7K3M\n")


def wait_for(pager: ThreadPager, count: int) -> list[Finished]:
    ended: list[Finished] = []
    end = time.monotonic() + 1
    while len(ended) < count and time.monotonic() < end:
        ended += pager.finished()
        time.sleep(0.002)
    return ended


def test_a_hanging_line_and_a_hanging_recipient_hold_up_nobody() -> None:
    hanging, good = Hanging(), Good()
    woken = threading.Event()
    pager = ThreadPager({"hang": hanging, "good": good}, woken.set)
    for number in range(40):
        pager.start(notice(f"h{number}", "hang"))
    pager.start(notice("g", "good"))
    assert wait_for(pager, 1) == [Finished("g", None)]
    assert woken.is_set()
    hanging.let_go.set()
    assert len(wait_for(pager, 40)) == 40


def test_a_failure_is_told_as_the_line_put_it() -> None:
    pager = ThreadPager({"bad": Bad()}, lambda: None)
    pager.start(notice("b", "bad"))
    (ended,) = wait_for(pager, 1)
    assert ended.failure is not None
    assert (ended.failure.cause, ended.failure.lasting) == (FailureCause.BUSY, False)


def test_an_address_without_a_line_is_a_lasting_failure() -> None:
    pager = ThreadPager({}, lambda: None)
    pager.start(notice("n", "tel"))
    (ended,) = pager.finished()
    assert ended.failure is not None
    assert (ended.failure.cause, ended.failure.lasting) == (FailureCause.NO_LINE, True)


def test_a_line_that_breaks_by_a_fault_of_ours_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    fell: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda thrown: fell.append(thrown.exc_type))
    pager = ThreadPager({"broken": Broken()}, lambda: None)
    pager.start(notice("x", "broken"))
    (ended,) = wait_for(pager, 1)
    assert ended.failure is not None
    assert not ended.failure.lasting
    time.sleep(0.05)
    assert fell == [ZeroDivisionError], "and it is not hushed up"
