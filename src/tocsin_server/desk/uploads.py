# SPDX-License-Identifier: AGPL-3.0-or-later
"""Uploads go from the socket into a sealed file, chunk by chunk; no byte reaches the disk in the clear.

That file has no name and its key is in this process's memory alone; a view seals what it keeps into the log
where it belongs, from ``upload.chunks()``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from tocsin_server.desk.member import UPLOADS
from tocsin_server.desk.streams import Chunks

CONTEXT: Final = b"tocsin/upload/1"
CHUNK: Final = 1 << 16


class Staged:
    """Bytes on their way: written once, read as often as a view likes, then gone."""

    def __init__(self, folder: Path | None) -> None:
        key = os.urandom(32)
        self._encryptor = Cobblestone256Encryptor(key, CONTEXT)
        self._key = key
        self._file = _nameless(folder)

    def write(self, chunk: bytes) -> None:
        _write(self._file, self._encryptor.update(chunk))

    def finish(self) -> None:
        _write(self._file, self._encryptor.finalize())

    def chunks(self) -> Iterator[bytes]:
        """What was written. Raises InvalidTag if it was altered."""
        decryptor = Cobblestone256Decryptor(self._key, CONTEXT)
        at = 0
        while chunk := os.pread(self._file, CHUNK, at):
            at += len(chunk)
            yield decryptor.update(chunk)
        yield decryptor.finalize()

    def drop(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _nameless(folder: Path | None) -> int:
    """A file that is gone when its process is; without a folder, one that never leaves memory."""
    if folder is None:
        return os.memfd_create("upload")
    path = folder / os.urandom(16).hex()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    path.unlink()
    return descriptor


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


class SealingUpload(FileUploadHandler):
    """The one upload handler of the desk."""

    chunk_size = CHUNK
    _staged: Staged | None = None

    def new_file(self, *arguments: Any, **named: Any) -> None:
        super().new_file(*arguments, **named)
        folder = self.request.META.get(UPLOADS) if self.request else None
        self._staged = Staged(folder)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._staged is not None:
            self._staged.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        staged, self._staged = self._staged, None
        if staged is None:
            return None
        staged.finish()
        file: Any = Chunks(staged.chunks, staged.drop)
        return UploadedFile(file, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        if self._staged is not None:
            self._staged.drop()
