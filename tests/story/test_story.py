# SPDX-License-Identifier: AGPL-3.0-or-later
"""`tocsin demo --story`: the whole night over real pages and processes, and what it leaves behind.

Each step asserts for itself; here stands that every act was played, that it ended well, and what was kept.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin_server.demo import acts, cast
from tocsin_server.demo.browser import Browser
from tocsin_server.demo.steps import sentence

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("story"), pytest.mark.timeout(420)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a whole story left; its output stands beside it."""
    folder = tmp_path_factory.mktemp("story")
    command = [sys.executable, "-m", "tocsin_server", "demo", "--story", "--keep", str(folder / "kept")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400)
    (folder / "said.txt").write_text(done.stdout, "utf-8")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    return folder / "kept"


def test_every_step_of_every_act_is_told_with_its_time(kept: Path) -> None:
    said = (kept.parent / "said.txt").read_text("utf-8")
    told = re.findall(r"^ +[0-9.]+ s  (.+)$", said, re.M)
    assert told == [sentence(step) for _, steps in acts.STORY for step in steps]
    assert [title for title, _ in acts.STORY] == [
        line for line in said.splitlines() if line in dict(acts.STORY)
    ]


def test_it_leaves_the_organisation_the_package_the_dossier_and_the_site(kept: Path) -> None:
    assert (kept / "data/tocsin.toml").is_file() and (kept / "data/node/log.sqlite").is_file()
    assert (kept / "package/bagit.txt").is_file() and (kept / "package/data/check.py").is_file()
    assert (kept / "dossier.pdf").read_bytes().startswith(b"%PDF-")
    pages = sorted(path.relative_to(kept / "site").parts[0] for path in (kept / "site").rglob("index.html"))
    assert {"en", "ru", "es"} <= set(pages)


@pytest.mark.needs("poppler-utils")
def test_the_dossier_can_be_read_and_names_no_minor(kept: Path) -> None:
    command = ["pdftotext", "-layout", str(kept / "dossier.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "Zarechensk" in text
    assert not re.search("Timur|Saltanov|Тимур|Салтанов", text)


@pytest.mark.needs("openssl")
def test_a_stranger_needs_openssl_and_sha256sum_alone(kept: Path) -> None:
    """Not even the script in the package: the first of its entries by hand, as README.txt says."""
    bag = kept / "package"
    subprocess.run(["sha256sum", "--quiet", "-c", "manifest-sha256.txt"], cwd=bag, check=True, timeout=60)
    for entry in sorted((bag / "data/entries").iterdir()):
        script = (
            "{ printf tocsin/entry/1; cat head body.hash; } | openssl dgst -sha256 -binary > $0 && "
            "openssl pkeyutl -verify -pubin -inkey author.pem -rawin -in $0 -sigfile sig"
        )
        command = ["sh", "-c", script, str(kept.parent / "id")]
        assert (
            b"Verified Successfully"
            in subprocess.run(command, cwd=entry, check=True, capture_output=True, timeout=60).stdout
        )


def test_with_a_visitor_it_prints_the_way_in_and_leaves_one_alarm_ringing() -> None:
    """The night is filled in, an alarm rings, and Ctrl-C ends everything, the temporary folder too."""
    command = [sys.executable, "-m", "tocsin_server", "demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout
        said = ""
        for line in demo.stdout:
            said += line
            if "Ctrl-C ends the demo" in line:
                break
        code = re.search(r"Alarm (A-\w+) is ringing", said)
        desk = re.search(r"The desk +(http://\S+)", said)
        try:
            assert code and desk, said[-2000:]
            for person in cast.EVERYONE:
                assert re.search(rf"{person.name} .*\b{person.callsign.lower()}( \w+){{8}}", said)
            browser = Browser(desk[1])
            door = browser.open("/")
            passphrase = re.search(r"\b(lapwing(?: \w+){8})", said)
            board = browser.send(door, door.form(having="p"), {"p": passphrase[1] if passphrase else ""})
            assert board.says(code[1]) and board.says("Nobody holds it")
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(60)
        assert demo.returncode == 0
