# SPDX-License-Identifier: AGPL-3.0-or-later
"""Look for planted words in the memory of running processes, as someone with root and a debugger would."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

reads_memory = pytest.mark.skipif(os.geteuid() != 0, reason="only root may read another process's memory")


def memory(process: int) -> bytes:
    """Every readable page of a process, one after the other."""
    parts = []
    with open(f"/proc/{process}/mem", "rb", buffering=0) as pages:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            reach, rights = line.split()[:2]
            if "r" not in rights or line.endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                continue
            start, end = (int(part, 16) for part in reach.split("-"))
            try:
                pages.seek(start)
                parts.append(pages.read(end - start))
            except (OSError, ValueError, OverflowError):
                continue
    return b"".join(parts)


def forms(word: str) -> tuple[bytes, ...]:
    """How Python, a form and a packet keep the same word."""
    return (word.encode(), word.encode("utf-16-le"), word.encode("utf-32-le"), word.encode().hex().encode())


def holds(process: int, word: str) -> bool:
    pages = memory(process)
    return any(form in pages for form in forms(word))
