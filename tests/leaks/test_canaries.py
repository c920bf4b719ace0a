# SPDX-License-Identifier: AGPL-3.0-or-later
"""The positive control: everything that must not be found is found where nothing protects it."""

from __future__ import annotations

import base64
import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fences.tree import tracked
from tests.leaks.canaries import Search, faces
from tocsin_server.demo.cast import PLANTED

UNPROTECTED = """
import sys
kept = [word.encode(form) for word in sys.stdin.read().split("|") for form in ("utf-8", "utf-16-le")]
kept += [piece.hex() for piece in kept]
print("ready", flush=True)
import time; time.sleep(60)
"""


@pytest.mark.parametrize("word", PLANTED)
def test_a_word_on_an_unprotected_disk_is_found_in_every_encoding(tmp_path: Path, word: str) -> None:
    for name, face in faces(word).items():
        (tmp_path / f"{name}.db").write_bytes(b"\0\xff" * 99 + face + b"\0\xff" * 99)
    found = Search(PLANTED).folder(tmp_path)
    assert {Path(name).stem for name, hits in found.items() if word in {who for who, _ in hits}} == set(
        faces(word)
    )


@pytest.mark.parametrize("before", range(7))
def test_a_word_inside_a_longer_base64_text_is_found_wherever_it_begins(before: int) -> None:
    for word in PLANTED:
        text = base64.b64encode(b"x" * before + word.encode() + b" and so on")
        assert word in {who for who, _ in Search(PLANTED).bytes(text)}, word


def test_a_word_in_a_packed_file_and_in_a_file_name_is_found(tmp_path: Path) -> None:
    (tmp_path / "packed").write_bytes(b"head" + gzip.compress(f"of {PLANTED[0]}".encode()))
    (tmp_path / f"{PLANTED[1]}.txt").write_text("")
    found = Search(PLANTED).folder(tmp_path)
    assert {who for hits in found.values() for who, _ in hits} == {PLANTED[0], PLANTED[1]}


def test_words_in_the_memory_of_an_unprotected_process_are_all_found() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", UNPROTECTED], stdin=pipe, stdout=pipe) as holder:
        assert holder.stdin and holder.stdout
        holder.stdin.write("|".join(PLANTED).encode())
        holder.stdin.close()
        try:
            assert holder.stdout.readline() == b"ready\n"
            found = Search(PLANTED).process(holder.pid)
        finally:
            holder.kill()
    assert {who for who, name in found if name == "utf-16"} == set(PLANTED)
    assert {who for who, name in found if name == "hex"} == set(PLANTED)


def test_bytes_without_a_word_are_clean() -> None:
    assert Search(PLANTED).bytes(b"nobody is named here, at no door, in no street" * 1000) == set()


def test_no_planted_word_stands_in_the_code_itself() -> None:
    """Else every process would hold it, and the memory test could not tell."""
    search = Search(PLANTED)
    code = [path for path in tracked("src") if "demo" not in path.parts and "tests" not in path.parts]
    assert {str(path): hits for path in code if (hits := search.bytes(path.read_bytes()))} == {}
