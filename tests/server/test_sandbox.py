# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sandbox: a pure function comes back typed; one that reaches for anything is refused or killed."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.server import cage
from tocsin.vault.refusals import Refusal
from tocsin_server.sandbox import Allowance, SandboxFailed, SandboxRaised, SandboxTimeout, run

pytestmark = pytest.mark.slow
AT = datetime(2021, 2, 8, tzinfo=UTC)


def test_a_result_comes_back_with_its_type() -> None:
    assert run(cage.look, b"text", AT) == cage.Found("text/None/warm", AT, ((0, 4),))
    assert run(cage.look, b"text", AT, "ru").text == "text/ru/warm"


def test_a_refusal_crosses_with_its_three_sentences() -> None:
    with pytest.raises(Refusal) as refused:
        run(cage.refuse, "unreadable", loudly=True)
    assert (refused.value.what, refused.value.do) == ("UNREADABLE", "Try another.")


def test_fifty_megabytes_go_in_and_out() -> None:
    raw = bytes(50 << 20)
    assert run(cage.echo, raw) == raw


def test_the_child_cannot_connect_even_to_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert cage.connect(port) == "connected", "the control: outside the sandbox it connects"
        with pytest.raises(SandboxRaised):
            run(cage.connect, port)


def test_the_child_cannot_ask_for_a_name() -> None:
    with pytest.raises(SandboxRaised):
        run(cage.lookup, "localhost")


def test_the_child_cannot_open_write_or_start_anything(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("key")
    assert cage.read_file(str(secret)) == "key"
    for function, path in (
        (cage.read_file, secret),
        (cage.write_file, tmp_path / "new"),
        (cage.reuse_descriptor, secret),
        (cage.start_program, Path("/bin/true")),
    ):
        with pytest.raises(SandboxRaised):
            run(function, str(path))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("function", [cage.sleep_long, cage.spin])
def test_the_child_is_killed_when_its_time_is_up(function: object) -> None:
    began = time.monotonic()
    with pytest.raises(SandboxTimeout):
        run(function, 30.0, allowance=Allowance(seconds=1.0))  # type: ignore[arg-type]
    assert time.monotonic() - began < 3


def test_the_child_is_killed_when_it_has_used_up_its_processor_time() -> None:
    with pytest.raises(SandboxFailed):
        run(cage.spin, 30.0, allowance=Allowance(seconds=20.0, processor=1))


def test_the_child_gets_no_more_memory_than_it_is_given() -> None:
    assert run(cage.swell, 1 << 20) == 1 << 20
    with pytest.raises(SandboxRaised) as caught:
        run(cage.swell, 1 << 30, allowance=Allowance(memory=512 << 20))
    assert caught.value.kind == "MemoryError"


def test_a_child_that_ends_or_lies_is_a_failure_not_a_result() -> None:
    with pytest.raises(SandboxFailed):
        run(cage.end_at_once)
    with pytest.raises(SandboxFailed):
        run(cage.lie)


def test_the_child_inherits_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_SECRET", "key")
    assert "TOCSIN_SECRET" not in run(cage.environment)
