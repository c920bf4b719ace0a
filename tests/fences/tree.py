# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which files and modules the fences look at: what git tracks, and what the design calls pure.

Modules are discovered, not listed, so a new one is fenced from its first day.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
CHAPTERS = ("alarm", "callout", "casefile", "monitoring", "publication", "trends")
GROUND = ("values", "vault", "web", "wires")


def tracked(*patterns: str) -> Iterator[Path]:
    """Files that git tracks or would track; new ones count before they are added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return (ROOT / name for name in sorted(set(listed.split("\0"))) if name and (ROOT / name).is_file())


def python_files() -> Iterator[Path]:
    return tracked("*.py")


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_pure(module: str) -> bool:
    """Values, vault, and of a chapter everything but its pages, its work and its tests."""
    parts = module.split(".")
    if len(parts) < 3 or parts[0] != "tocsin" or "tests" in parts:
        return False
    return parts[1] in ("values", "vault") or (parts[1] in CHAPTERS and parts[2] not in ("pages", "work"))


def pure_modules() -> list[str]:
    names = (module_name(path) for path in tracked("src/tocsin/*.py") if path.suffix == ".py")
    return [name for name in names if is_pure(name)]
