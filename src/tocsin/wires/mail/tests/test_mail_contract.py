# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the bell relies on in the mail line, tried on the real one against a real server and on its twin."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message
from typing import Protocol

import pytest

from tocsin.alarm.facts import FailureCause
from tocsin.alarm.needs import Line, LineFailure
from tocsin.alarm.notice import Notice
from tocsin.wires.mail import MailAccount, MemoryMail, SmtpMail
from tocsin.wires.mail.tests.sink import Sink, serve

NOTICE = Notice(
    "5f" * 16,
    "mailto:vera@example.org",
    "P-4F2K",
    "A-7K3M\nhttps://desk.example/alarms/A-7K3M/\nhttps://relay.example/seen/00ff/\n",
)


class FixedClock:
    boot = "boot"

    def now(self) -> datetime:
        return datetime(2026, 11, 17, 0, 5, tzinfo=UTC)

    def since_boot(self) -> float:
        return 0.0


class Trial(Protocol):
    """A line with its far side in our hands."""

    line: Line

    def taken(self) -> list[tuple[str, str, str]]: ...
    def busy(self) -> None: ...
    def refuse(self, address: str) -> None: ...
    def recover(self) -> None: ...
    def down(self) -> None: ...


class RealTrial:
    def __init__(self) -> None:
        self.sink = Sink()
        self._controller = serve(self.sink)
        self._up = True
        account = MailAccount(
            "127.0.0.1", self._controller.port, "notice@desk.example", security="none", timeout=2.0
        )
        self.line = SmtpMail(account, FixedClock())

    def taken(self) -> list[tuple[str, str, str]]:
        return [(to, mail["Subject"], _text(mail)) for to, mail in self.sink.taken]

    def busy(self) -> None:
        self.sink.on_data = "451 try later"

    def refuse(self, address: str) -> None:
        self.sink.on_rcpt[address] = "550 no such mailbox"

    def recover(self) -> None:
        self.sink.on_data = ""
        self.sink.on_rcpt.clear()

    def down(self) -> None:
        self.stop()

    def stop(self) -> None:
        if self._up:
            self._controller.stop()
        self._up = False


def _text(mail: Message) -> str:
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.count(b"\n") == payload.count(b"\r\n"), "SMTP has no bare line feeds"
    return payload.decode().replace("\r\n", "\n")


class TwinTrial:
    def __init__(self) -> None:
        self.line = self.twin = MemoryMail()

    def taken(self) -> list[tuple[str, str, str]]:
        return [(one.address.removeprefix("mailto:"), one.subject, one.text) for one in self.twin.taken]

    def busy(self) -> None:
        self.twin.busy = True

    def refuse(self, address: str) -> None:
        self.twin.refusing.add(address)

    def recover(self) -> None:
        self.twin.busy = False
        self.twin.refusing.clear()

    def down(self) -> None:
        self.twin.down = True

    def stop(self) -> None: ...


@pytest.fixture(params=[RealTrial, TwinTrial], ids=["smtp", "memory"])
def trial(request: pytest.FixtureRequest) -> Iterator[Trial]:
    started = request.param()
    yield started
    started.stop()


def failure_of(line: Line, notice: Notice = NOTICE) -> LineFailure:
    with pytest.raises(LineFailure) as caught:
        line.send(notice)
    return caught.value


def test_a_page_arrives_as_it_was_written(trial: Trial) -> None:
    trial.line.send(NOTICE)
    assert trial.taken() == [("vera@example.org", "P-4F2K", NOTICE.text)]


def test_a_busy_server_is_a_passing_failure(trial: Trial) -> None:
    trial.busy()
    failure = failure_of(trial.line)
    assert (failure.cause, failure.lasting) == (FailureCause.BUSY, False)
    trial.recover()
    trial.line.send(NOTICE)
    assert len(trial.taken()) == 1


def test_a_mailbox_that_does_not_exist_is_a_lasting_failure_and_nobody_elses(trial: Trial) -> None:
    trial.refuse("vera@example.org")
    failure = failure_of(trial.line)
    assert (failure.cause, failure.lasting) == (FailureCause.REFUSED, True)
    trial.line.send(replace(NOTICE, address="mailto:ilya@example.org"))
    assert [to for to, _, _ in trial.taken()] == ["ilya@example.org"]


def test_a_server_that_is_down_is_a_passing_failure(trial: Trial) -> None:
    trial.down()
    failure = failure_of(trial.line)
    assert (failure.cause, failure.lasting) == (FailureCause.UNREACHABLE, False)


@pytest.mark.parametrize(
    "address",
    [
        "tel:+79990000000",
        "mailto:",
        "mailto:vera",
        "mailto:vera@example.org%0d%0aBcc:spy@example.net",
        "mailto:vera@example.org,spy@example.net",
        "mailto:<vera@example.org>",
    ],
)
def test_what_is_not_one_plain_mailbox_is_refused_before_anything_is_sent(trial: Trial, address: str) -> None:
    failure = failure_of(trial.line, replace(NOTICE, address=address))
    assert failure.lasting
    assert trial.taken() == []


# the real line only


@pytest.fixture
def real() -> Iterator[RealTrial]:
    started = RealTrial()
    yield started
    started.stop()


def test_the_letter_names_no_product_no_host_and_carries_the_same_id_every_time(real: RealTrial) -> None:
    real.line.send(NOTICE)
    real.line.send(NOTICE)
    (_, first), (_, second) = real.sink.taken
    assert first["Message-ID"] == second["Message-ID"] == f"<{NOTICE.page}@desk.example>"
    assert set(first.keys()) - {"X-Peer", "X-MailFrom", "X-RcptTo"} == {
        "From",
        "To",
        "Subject",
        "Message-ID",
        "Date",
        "Auto-Submitted",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    }
    everything = first.as_string().lower()
    assert "tocsin" not in everything
    assert "alarm" not in everything.replace("/alarms/", "")
    assert socket.gethostname().lower() not in everything
    assert real.sink.greeted == ["desk.example", "desk.example"]


def test_a_server_that_hangs_is_given_up_after_the_timeout(real: RealTrial) -> None:
    real.sink.hang_seconds = 4
    began = time.monotonic()
    failure = failure_of(real.line)
    assert (failure.cause, failure.lasting) == (FailureCause.UNREACHABLE, False)
    assert time.monotonic() - began < 8


@pytest.mark.parametrize(
    ("answer", "lasting"), [("421 closing", False), ("452 full", False), ("554 no", True)]
)
def test_the_reply_code_decides_whether_to_try_again(real: RealTrial, answer: str, lasting: bool) -> None:
    real.sink.on_data = answer
    assert failure_of(real.line).lasting is lasting


def test_a_server_without_tls_is_not_talked_to_when_tls_was_asked_for(real: RealTrial) -> None:
    account = replace(real.line._account, security="starttls")  # type: ignore[attr-defined]
    assert not failure_of(SmtpMail(account, FixedClock())).lasting
    assert real.sink.taken == []
