# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a stranger can check: dossier, evidence package, and two checkers that share no line of code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tocsin_server.demo import cast
from tocsin_server.demo.night import Night
from tocsin_server.demo.steps import Step, hold

RECIPIENT = "A court, by hand"


def the_dossier_is_a_paper(night: Night) -> None:
    """The dossier is taken out as a PDF, after its finished bytes were searched for withheld words."""
    page = night.by(cast.NINA).open(f"/cases/{night.codes['case']}/public/")
    links = [link for link in page.links() if link.endswith("dossier-en.pdf")]
    hold(links, "the page offers no dossier")
    made = night.by(cast.NINA).open(links[0])
    hold(made.status == 200 and made.body.startswith(b"%PDF-"), f"{made.status}: {made.body[:200]!r}")
    (night.kept / "dossier.pdf").write_bytes(made.body)


def the_evidence_package_is_written(night: Night) -> None:
    """`tocsin export package` writes the evidence package; the photographs in it are the very bytes."""
    desk = night.organisation
    words = ("export", "package", night.codes["case"], str(package(night)), "--recipient", RECIPIENT)
    desk.command(*words, "--data", str(desk.folder), given=desk.passphrases[cast.NINA.callsign] + "\n")
    files = [path.read_bytes() for path in (package(night) / "data/files").iterdir()]
    hold(all(photo in files for photo in night.photographs), f"{len(files)} files, not our photographs")
    page = night.by(cast.NINA).open(f"/cases/{night.codes['case']}/public/")
    hold(page.says(RECIPIENT), "that it left, and for whom, is not recorded")


def two_checkers_agree_that_nothing_was_altered(night: Night) -> None:
    """`tocsin verify` and the independent check, which imports nothing of ours, both find it whole."""
    hold(*verified(night, package(night), good=True))
    hold(*checked(night, package(night), good=True))


def both_see_a_single_changed_byte(night: Night) -> None:
    """One changed byte in a photograph, and both say that it was altered."""
    altered = night.kept / "altered"
    shutil.copytree(package(night), altered)
    photo = next((altered / "data/files").iterdir())
    content = bytearray(photo.read_bytes())
    content[len(content) // 2] ^= 1
    photo.write_bytes(content)
    hold(*verified(night, altered, good=False))
    hold(*checked(night, altered, good=False))
    shutil.rmtree(altered)


def package(night: Night) -> Path:
    return night.kept / "package"


def verified(night: Night, folder: Path, *, good: bool) -> tuple[bool, str]:
    """By `tocsin verify`, with the organisation's id as it stands on paper."""
    words = ("verify", str(folder), "--organisation", night.organisation.id, "--json")
    verdict = json.loads(night.organisation.command(*words, fails=not good))
    return verdict["good"] is good, f"tocsin verify says {verdict}"


def checked(night: Night, folder: Path, *, good: bool) -> tuple[bool, str]:
    """By the script in the package, in an interpreter that sees no installed package."""
    script = package(night) / "data/check.py"
    command = [sys.executable, "-I", "-S", str(script), str(folder), night.organisation.id]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return (
        done.returncode == 0
    ) is good, f"check.py ended with {done.returncode}: {done.stdout}{done.stderr}"


STEPS: tuple[Step, ...] = (
    the_dossier_is_a_paper,
    the_evidence_package_is_written,
    two_checkers_agree_that_nothing_was_altered,
    both_see_a_single_changed_byte,
)
