# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chunks that are made as they are read, as the kind of file that Django reads from."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any


class Chunks(io.RawIOBase):
    """Read forwards, or again from the start; ``gone`` is called when it is closed."""

    def __init__(self, begin: Callable[[], Iterator[bytes]], gone: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._begin = begin
        self._gone = gone
        self._rewind()

    def _rewind(self) -> None:
        self._at = 0
        self._chunks = self._begin()
        self._left = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if (offset, whence) != (0, io.SEEK_SET):
            raise io.UnsupportedOperation("only from the start")
        self._rewind()
        return 0

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = chunk
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        if not self.closed and self._gone is not None:
            self._gone()
        super().close()
