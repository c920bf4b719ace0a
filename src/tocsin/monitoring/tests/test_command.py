# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin source read`` as a program and a person call it: stable JSON, three sentences, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.monitoring.tests.pages import page

KEYS = ["title", "standfirst", "byline", "published", "language", "body", "dropped", "drafts"]
DRAFT = ["kind", "start", "end", "text", "value", "source", "cue", "chain", "anchor", "minor"]


def run(*words: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tocsin_server", "source", "read", *words]
    return subprocess.run(
        command, input=given, capture_output=True, env={**os.environ, **environment}, check=False
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(page("en_meridian").text, "utf-8")
    return path


def test_json_has_the_documented_keys_and_exact_spans(file: Path) -> None:
    done = run(str(file), "--json")
    told, text = json.loads(done.stdout), file.read_text("utf-8")
    assert (done.returncode, done.stderr, list(told)) == (0, b"", KEYS)
    assert told["body"] == page("en_meridian").of("B")
    assert all(list(each) == ["line", "reason"] for each in told["dropped"])
    assert all(
        list(each) == DRAFT and text[each["start"] : each["end"]] == each["text"] for each in told["drafts"]
    )


def test_a_person_reads_the_same_in_sentences(file: Path) -> None:
    said = run(str(file)).stdout.decode()
    assert "Story, 11 paragraphs" in said and "age (a minor): 17" in said
    assert (
        "last year, counted from 2026-11-18" in said
        and "invitation: Sign up for our weekly newsletter" in said
    )


def test_the_day_it_was_seen_anchors_a_page_without_a_date(file: Path) -> None:
    given = b"They were taken from a flat in Zarechensk last year, the group said on the telephone."
    told = json.loads(run("-", "--json", "--at", "2026-11-20", given=given).stdout)
    assert [(each["anchor"], each["value"]["edtf"]) for each in told["drafts"] if each["kind"] == "time"] == [
        ("2026-11-20", "2025")
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty", b""),
        ("binary", bytes(range(256)) * 8),
        ("zeros", b"a\x00b"),
        ("large", b"x" * (50 << 20)),
        ("pdf", b"%PDF-1.7"),
    ],
)
def test_what_cannot_be_read_ends_with_two_and_three_sentences(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = run(str(path), "--json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.decode().splitlines()) == 3 and b"Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["no-such-file"], ["."], ["x", "--at", "yesterday"], []])
def test_a_wrong_call_ends_with_two(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2 and done.stderr and b"Traceback" not in done.stderr


def test_a_page_cannot_drive_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(page("en_meridian").text.replace("grey van", "grey\x1b[2Jvan\u202e"), "utf-8")
    done = run(str(path))
    assert done.returncode == 0 and b"\x1b" not in done.stdout and b"\\u001b" in done.stdout


def test_a_terminal_without_unicode_gets_escapes_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(page("ru_severny").text, "utf-8")
    for words in ([str(path)], [str(path), "--json"]):
        done = run(*words, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert done.returncode == 0 and b"Traceback" not in done.stderr and done.stdout.isascii()
