# SPDX-License-Identifier: AGPL-3.0-or-later
"""One contract for shelves of sealed blobs, in a folder and in memory."""

from __future__ import annotations

import pytest

from tocsin.wires.store.shelves import FolderShelf, MemoryShelf

NAME, OTHER = "ab" * 16, "cd" * 16


@pytest.fixture(params=["folder", "memory"])
def shelf(request, tmp_path):
    return FolderShelf(tmp_path / "shelf") if request.param == "folder" else MemoryShelf()


def read(shelf, name: str) -> bytes:
    with shelf.get(name) as chunks:
        return b"".join(chunks)


def test_a_blob_comes_back_as_it_was_put(shelf):
    shelf.put(NAME, [b"one", b"", b"two" * 100_000])
    shelf.put(OTHER, [])
    assert read(shelf, NAME) == b"one" + b"two" * 100_000
    assert read(shelf, OTHER) == b""
    assert shelf.names() == [NAME, OTHER]


def test_a_name_is_taken_once(shelf):
    shelf.put(NAME, [b"first"])
    with pytest.raises(FileExistsError):
        shelf.put(NAME, [b"second"])
    assert read(shelf, NAME) == b"first"


def test_a_blob_that_can_be_drawn_again_may_be_replaced(shelf):
    shelf.replace(NAME, b"one")
    shelf.replace(NAME, b"two")
    assert read(shelf, NAME) == b"two" and shelf.names() == [NAME]


def test_what_is_not_here_raises_and_dropping_it_does_not(shelf):
    with pytest.raises(KeyError):
        read(shelf, NAME)
    shelf.drop(NAME)
    shelf.put(NAME, [b"x"])
    shelf.drop(NAME)
    assert shelf.names() == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "AB" * 16, "ab" * 15, "ab" * 16 + "/x"])
def test_a_name_that_is_no_id_is_refused(shelf, name):
    with pytest.raises(ValueError, match="16 bytes in hex"):
        shelf.put(name, [b"x"])
    with pytest.raises(ValueError, match="16 bytes in hex"):
        read(shelf, name)


def test_a_blob_that_breaks_off_leaves_nothing(shelf):
    def broken():
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        shelf.put(NAME, broken())
    assert shelf.names() == []
    shelf.put(NAME, [b"whole"])
    assert read(shelf, NAME) == b"whole"


def test_times_on_disk_are_constant(tmp_path):
    FolderShelf(tmp_path).put(NAME, [b"x"])
    assert (tmp_path / NAME).stat().st_mtime == 0 and (tmp_path / NAME).stat().st_atime == 0


def test_a_part_left_by_a_killed_process_does_not_block_the_name(tmp_path):
    shelf = FolderShelf(tmp_path)
    (tmp_path / f"{NAME}.part").write_bytes(b"half")
    assert shelf.names() == []
    shelf.put(NAME, [b"whole"])
    assert read(shelf, NAME) == b"whole"
