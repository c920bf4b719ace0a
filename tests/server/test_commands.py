# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line: what it makes, what it refuses, and in which words and numbers."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.server.organisation import TOCSIN, Organisation, example
from tocsin.vault.kinds import LogClass
from tocsin_server import wiring
from tocsin_server.answers import BadAnswers, read
from tocsin_server.command import COMMANDS, main, parser
from tocsin_server.questions import ask


def run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TOCSIN, *words], capture_output=True, text=True, timeout=60, input=typed)


def answers(folder: Path, old: str = "", new: str = "") -> Path:
    text = example()
    assert old in text
    path = folder / "answers.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_the_example_of_the_docs_is_a_whole_set_of_answers(tmp_path: Path) -> None:
    given = read(answers(tmp_path))
    assert given.on_call == {"Lapwing", "Siskin"}
    assert [one.intake for one in given.members] == [False, False, True, False]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Europe/Moscow", "Moscow", "Moscow is not a time zone."),
        ('["en", "ru", "es"]', '["en", "de"]', "de is not spoken here yet."),
        ("+7 900 000-00-00", " ", "no telephone number to fall back on"),
        ('members = ["Siskin"]', 'members = ["Swift"]', "Swift is on the rota but is not a member."),
        ('mail = "siskin@pereprava.example"', "", "Siskin is on the rota but could not be woken."),
        ('sender = "desk@pereprava.example"', "", "Pages need a sender."),
        ("organisation =", "organization =", "organi"),
        ("wait_seconds = 120", "wait_seconds = soon", "line"),
    ],
)
def test_an_answer_that_cannot_be_right_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(BadAnswers) as refused:
        read(answers(tmp_path, old, new))
    assert says in refused.value.what and refused.value.do


def test_the_terminal_asks_for_the_same_answers() -> None:
    said = iter(
        [
            *("Pereprava Network", "Moscow", "Europe/Moscow", "en ru", "+7 900 000-00-00"),
            *("Vera Osokina", "Lapwing", "steward lawyer", "lapwing@pereprava.example"),
            *("Илья Грач", "Siskin", "steward", "", ""),
            *("Lapwing", "120", "", "", "", "desk@pereprava.example"),
        ]
    )
    given = ask(lambda question: next(said))
    assert given.timezone == "Europe/Moscow" and given.languages == ("en", "ru")
    assert given.on_call == {"Lapwing"} and len(given.members) == 2


@pytest.mark.slow
def test_init_without_terminal_or_with_bad_answers_makes_nothing(tmp_path: Path) -> None:
    done = run("init", str(tmp_path / "data"))
    assert done.returncode == 2 and "There is no terminal to ask at." in done.stderr
    bad = answers(tmp_path, 'roles = ["steward"]', "roles = []")
    done = run("init", str(tmp_path / "data"), "--answers", str(bad))
    assert done.returncode == 2 and "two stewards" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists() and not (tmp_path / "data.unfinished").exists()


@pytest.mark.slow
def test_init_touches_nothing_that_is_already_there(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "thesis.odt").write_text("years of work")
    done = run("init", str(tmp_path / "data"), "--answers", str(answers(tmp_path)))
    assert done.returncode == 1 and "is not empty" in done.stderr
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["thesis.odt"]


@pytest.mark.slow
def test_what_init_makes_belongs_to_its_owner_and_holds_no_passphrase(organisation: Organisation) -> None:
    files = [path for path in organisation.path.rglob("*") if path.is_file()]
    assert files and all(path.stat().st_mode & 0o077 == 0 for path in files)
    content = b"".join(path.read_bytes() for path in files)
    for passphrase in organisation.passphrases.values():
        assert passphrase.encode() not in content and passphrase.partition(" ")[2].encode() not in content
    assert b"Vera Osokina" not in content and "Грач".encode() not in content


@pytest.mark.slow
def test_the_first_rota_is_what_was_answered(organisation: Organisation) -> None:
    shown = json.loads(organisation.command("rota", "show", "--json"))
    assert [step["members"] for step in shown["steps"]] == [["Lapwing"], ["Siskin"]]
    assert shown["reach"]["Siskin"] == ["mailto:siskin@pereprava.example"]
    vault = wiring.open_bell(organisation.folder).vault
    assert not vault.troubles(vault.logs(LogClass.BELL)[0])


@pytest.mark.slow
def test_doctor_says_in_words_what_does_not_run(organisation: Organisation) -> None:
    done = run("doctor", "--data", str(organisation.path))
    assert done.returncode == 1 and "The bell does not answer" in done.stdout
    organisation.start("up")
    found = json.loads(organisation.command("doctor", "--json"))
    assert {one["what"]: one["state"] for one in found}["bell"] == "good"
    refused = organisation.command("doctor", "--rebuild", status=1)
    assert "The bell is running." in refused


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            parser().parse_args([name, "--help"])
        assert ended.value.code == 0
        assert "usage: tocsin " + name in capsys.readouterr().out


def test_words_nobody_knows_end_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["conjure"])
    assert ended.value.code == 2
    capsys.readouterr()


@pytest.mark.slow
def test_a_whole_node_is_verified_without_a_key(organisation: Organisation) -> None:
    found = json.loads(organisation.command("verify", "--json"))
    assert found["good"] is True and found["sealed"] > 0
    with sqlite3.connect(organisation.path / "node" / "log.sqlite") as db:
        db.execute("UPDATE entries SET sig = zeroblob(64) WHERE n = 1")
    altered = run("verify", "--data", str(organisation.path))
    assert altered.returncode == 1 and "bad-signature" in altered.stdout


def test_something_that_is_no_package_is_refused_in_words(tmp_path: Path) -> None:
    assert main(["verify", str(tmp_path / "nowhere")]) == 2
    assert main(["verify"]) == 2
    (tmp_path / "bagit.txt").write_text("hello")
    assert main(["verify", str(tmp_path)]) == 1


@pytest.mark.slow
def test_nothing_is_exported_without_a_passphrase_that_opens_the_case(organisation: Organisation) -> None:
    words = ("export", "package", "TC-2021-XXXX", str(organisation.path / "out"), "--recipient", "court")
    for typed, status, says in (
        ("lapwing wrong\n", 1, "That did not open anything."),
        (organisation.passphrases["Lapwing"] + "\n", 2, "There is no case TC-2021-XXXX"),
    ):
        done = run(*words, "--data", str(organisation.path), typed=typed)
        assert done.returncode == status and says in done.stderr
    assert not (organisation.path / "out").exists()
