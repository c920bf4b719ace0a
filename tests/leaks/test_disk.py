# SPDX-License-Identifier: AGPL-3.0-or-later
"""S1, S16: after the night and a SIGKILL of everything, no planted word stands in any file of Tocsin's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.leaks.canaries import Search
from tests.leaks.conftest import Looked
from tocsin_server.demo import cast

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("leaks"), pytest.mark.timeout(420)]
SEARCH = Search(cast.PLANTED)


def test_everything_was_killed_while_it_ran(night: Looked) -> None:
    assert night.killed >= 4


@pytest.mark.parametrize("place", ["data", "mail", "tmp", "tocsin.log", "answers.toml"])
def test_no_planted_word_stands_in_the_files_of_the_organisation(night: Looked, place: str) -> None:
    path = night.folder / place
    assert path.exists()
    found = SEARCH.folder(path) if path.is_dir() else {str(path): SEARCH.file(path)}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_no_planted_word_stands_in_the_temporary_folders_of_the_machine(night: Looked) -> None:
    new = [
        path
        for folder in ("/var/tmp", "/dev/shm")
        for path in Path(folder).rglob("*")
        if path.is_file() and path.stat().st_mtime >= night.began
    ]
    assert {str(path): hits for path in new if (hits := SEARCH.file(path))} == {}


def test_the_search_finds_every_word_in_what_was_taken_out_on_purpose(night: Looked) -> None:
    """The control: the same words on the same disk, where nothing seals them."""
    unsealed = night.folder / "unsealed.txt"
    unsealed.write_text("\n".join(cast.PLANTED), "utf-8")
    assert {word for word, _ in SEARCH.file(unsealed)} == set(cast.PLANTED)
    unsealed.unlink()


def test_mails_hold_codes_and_links_only(night: Looked) -> None:
    letters = sorted((night.folder / "mail").glob("*.eml"))
    assert letters
    for letter in letters:
        body = letter.read_text("utf-8").replace("\r\n", "\n").split("\n\n", 1)[1].split()
        assert len(body) == 3 and body[0].startswith("A-"), letter.name
