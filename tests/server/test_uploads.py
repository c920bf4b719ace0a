# SPDX-License-Identifier: AGPL-3.0-or-later
"""Uploads: what a view reads is what was sent, and no byte of it ever lies on the disk in the clear."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from tocsin_server.desk.member import UPLOADS
from tocsin_server.desk.uploads import Staged


def posted(folder: Path | None, **files: bytes) -> Any:
    sent = {name: SimpleUploadedFile(f"{name}.jpg", content, "image/jpeg") for name, content in files.items()}
    environ = {UPLOADS: folder} if folder else {}
    return RequestFactory().post("/x", {"word": "said", **sent}, **environ)


@override_settings(FILE_UPLOAD_HANDLERS=["tocsin_server.desk.uploads.SealingUpload"])
def test_a_view_reads_back_exactly_what_was_sent_as_often_as_it_likes(tmp_path: Path) -> None:
    content = secrets.token_bytes(300_001)
    request = posted(tmp_path, photo=content, second=b"")
    photo = request.FILES["photo"]
    assert b"".join(photo.chunks()) == content and b"".join(photo.chunks()) == content
    assert (photo.name, photo.content_type, photo.size) == ("photo.jpg", "image/jpeg", len(content))
    photo.seek(0)
    assert photo.read() == content
    assert request.FILES["second"].size == 0 and request.POST["word"] == "said"
    request.close()


def held_open(folder: Path) -> list[int]:
    """Our own descriptors of files in this folder, named or not."""
    numbers = [int(number) for number in os.listdir("/proc/self/fd")]
    links = ((number, Path(f"/proc/self/fd/{number}")) for number in numbers)
    return [n for n, link in links if link.is_symlink() and os.readlink(link).startswith(str(folder))]


@override_settings(FILE_UPLOAD_HANDLERS=["tocsin_server.desk.uploads.SealingUpload"])
def test_an_upload_has_no_name_on_the_disk_and_its_bytes_are_sealed(tmp_path: Path) -> None:
    content = b"planted-" * 50_000
    request = posted(tmp_path, photo=content)
    assert request.FILES["photo"].size == len(content)
    assert list(tmp_path.iterdir()) == []
    (number,) = held_open(tmp_path)
    sealed = os.pread(number, 1 << 20, 0)
    assert len(sealed) >= len(content) and b"planted" not in sealed
    request.close()
    assert held_open(tmp_path) == []


@override_settings(FILE_UPLOAD_HANDLERS=["tocsin_server.desk.uploads.SealingUpload"])
def test_a_page_tried_without_a_data_folder_keeps_uploads_in_memory() -> None:
    request = posted(None, photo=b"bytes")
    assert request.FILES["photo"].read() == b"bytes"
    request.close()


@given(st.lists(st.binary(max_size=200_000), max_size=5))
def test_whatever_is_staged_comes_back_whole(chunks: list[bytes]) -> None:
    staged = Staged(None)
    for chunk in chunks:
        staged.write(chunk)
    staged.finish()
    again = b"".join(staged.chunks())
    staged.drop()
    assert hashlib.sha256(again).digest() == hashlib.sha256(b"".join(chunks)).digest()


def test_staged_bytes_that_somebody_altered_are_refused() -> None:
    staged = Staged(None)
    staged.write(b"x" * 100_000)
    staged.finish()
    os.pwrite(staged._file, b"\0", 70_000)
    with pytest.raises(InvalidTag):
        b"".join(staged.chunks())
    staged.drop()
