# SPDX-License-Identifier: AGPL-3.0-or-later
"""Installing says in plain words what is missing, before anything is half done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fences.tree import ROOT


def install(python: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(ROOT / "requirements/install"), "run"]
    environment = {**os.environ, "PYTHON": python}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def impostor(folder: Path, refuses: str) -> str:
    """A Python that is fine but for one thing."""
    path = folder / "python"
    path.write_text(
        f'#!/bin/sh\ncase "$*" in *"{refuses}"*) exit 1 ;; esac\nexec {sys.executable} "$@"\n', "utf-8"
    )
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("refuses", "says", "do"),
    [
        ("version_info", "Tocsin needs Python 3.11 or newer", "make PYTHON="),
        ("import venv", "cannot make a virtual environment", "apt install python3-venv python3-pip"),
    ],
)
def test_a_python_that_will_not_do_is_named_with_what_to_do(
    tmp_path: Path, refuses: str, says: str, do: str
) -> None:
    done = install(impostor(tmp_path, refuses))
    assert done.returncode == 2
    assert says in done.stderr and do in done.stderr


def test_no_python_at_all_is_named_with_what_to_do() -> None:
    done = install("python-that-is-not-here")
    assert done.returncode == 2
    assert "There is no python-that-is-not-here" in done.stderr
    assert "apt install python3" in done.stderr


def test_what_debian_lacks_is_listed_and_in_ci_is_a_failure(tmp_path: Path) -> None:
    script = tmp_path / "debian"
    script.write_text(
        (ROOT / "requirements/debian").read_text("utf-8").replace("apt-get", "no-such-tool"), "utf-8"
    )
    (tmp_path / "debian.txt").write_text("# a comment\nimaginary /nowhere/at/all\nsh /bin/sh\n", "utf-8")
    for ci, status in (("", 0), ("true", 1)):
        done = subprocess.run(
            ["sh", str(script)], env={**os.environ, "CI": ci}, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == status
        assert "Missing for some tests: imaginary" in done.stdout
        assert "sh " not in done.stdout.splitlines()[0].replace("imaginary", "")


@pytest.mark.parametrize("target", ["help", "venv", "demo", "test", "check", "bench", "soak"])
def test_make_help_lists_every_command_that_people_are_told_of(target: str) -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert f"make {target} " in said.stdout
