# SPDX-License-Identifier: AGPL-3.0-or-later
"""A package checks with stock tools, and whatever is done to it both programs see it and name it alike."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tocsin.publication.package import verify, zipped
from tocsin.publication.package.writing import manifest, pem
from tocsin.publication.tests.night import CODE
from tocsin.publication.tests.release import PHOTO, Release
from tocsin.vault.refusals import Refusal

pytestmark = pytest.mark.needs("openssl")
SCRIPT = Path(__file__).parents[1] / "independent_check" / "check.py"
CLASS = re.compile(r"^(malformed|missing|added|altered|forged|stranger|mismatch)\b", re.M)


def independent(bag: Path, *organisation: str) -> tuple[int, set[str]]:
    command = [sys.executable, "-I", str(SCRIPT), str(bag), *organisation]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, set(CLASS.findall(done.stdout))


def agreed(bag: Path) -> set[str]:
    """The classes of fault that both programs name; they must name the same."""
    status, theirs = independent(bag)
    verdict = verify(bag)
    ours = {found.fault.value for found in verdict.faults}
    assert ours == theirs
    assert (status == 0) is verdict.good
    return ours


@pytest.fixture
def bag(packaged: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(packaged, tmp_path / "bag"))


def relist(bag: Path) -> None:
    """What a careful forger does: make all hashes fit again."""

    def digests(paths: list[Path]) -> dict[str, str]:
        return {
            path.relative_to(bag).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
        }

    payload = [path for path in (bag / "data").rglob("*") if path.is_file()]
    (bag / "manifest-sha256.txt").write_bytes(manifest(digests(payload)))
    tags = [bag / name for name in ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")]
    (bag / "tagmanifest-sha256.txt").write_bytes(manifest(digests(tags)))


def entries(bag: Path, kind: str) -> list[Path]:
    folders = [*(bag / "data/entries").iterdir(), bag / "data/export"]
    return [one for one in folders if json.loads((one / "json").read_bytes())["kind"] == kind]


def test_a_good_package_is_good_to_everyone(packaged: Path, published: Release) -> None:
    assert agreed(packaged) == set()
    assert bagit.Bag(str(packaged)).validate()
    assert verify(packaged).organisation == published.people.org
    assert verify(packaged, published.people.org).good
    assert independent(packaged, published.people.org) == (0, set())


def test_another_organisation_than_the_one_on_paper_is_a_stranger(packaged: Path) -> None:
    assert {found.fault for found in verify(packaged, "0" * 64).faults} == {"stranger"}
    assert independent(packaged, "0" * 64) == (1, {"stranger"})


def test_the_photograph_inside_is_bit_for_bit_the_one_that_was_taken(packaged: Path) -> None:
    (photo,) = (packaged / "data/files").iterdir()
    assert photo.read_bytes() == PHOTO
    assert photo.name == f"{hashlib.sha256(PHOTO).hexdigest()}.jpg"
    rows = json.loads((packaged / "data/custody.json").read_bytes())
    assert {row["sha256"] for row in rows} == {photo.stem}
    assert [(row["event"], row["by"]) for row in rows] == [
        ("acquired", "Lapwing"),
        ("sealed_package", "Lapwing"),
    ]


def test_every_command_of_the_readme_says_yes(packaged: Path, published: Release) -> None:
    english = (packaged / "data/README.txt").read_text("utf-8").split("=== ПО-РУССКИ")[0]
    steps = re.findall(r"^ +\$ (.*)$", english, re.M)
    assert len(steps) == 15
    entry = entries(packaged, "publication.proposed/1")[0].name
    member = sorted((packaged / "data/organisation").glob("0000.*.sig"))[0].name.split(".")[1]
    scratch = packaged.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    said = []
    folder = packaged
    for step in steps:
        line = step.replace("ENTRY", entry).replace("MEMBER", member).replace("/tmp/", f"{scratch}/")
        if line.startswith("cd "):
            folder = folder / line.removeprefix("cd ")
            continue
        done = subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, check=True)
        said.append(done.stdout)
    assert said[1].split()[0] == published.people.org
    assert "Signature Verified Successfully" in said[4]
    assert said[5].split()[0] in said[6]
    assert said[7].split()[0] == entry
    assert "Signature Verified Successfully" in said[9]
    assert (
        said[10].split()[0] == json.loads((packaged / "data/entries" / entry / "json").read_bytes())["sha256"]
    )
    assert said[12].split()[0] == json.loads((packaged / "data/export/json").read_bytes())["payload_sha256"]


def test_writing_it_twice_gives_the_same_bytes_but_for_the_record_of_each_export(
    published: Release, packaged: Path, tmp_path: Path
) -> None:
    again = published.package(tmp_path / "again")
    first = {path.relative_to(packaged): path.read_bytes() for path in packaged.rglob("*") if path.is_file()}
    other = {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    differ = {str(name) for name in first.keys() | other.keys() if first.get(name) != other.get(name)}
    tags = {"bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"}
    assert differ - tags <= {f"data/export/{name}" for name in ("head", "body.hash", "sig", "r", "json")}
    assert zipped(packaged) == zipped(packaged)


def test_a_folder_that_is_not_empty_is_refused(published: Release, tmp_path: Path) -> None:
    (tmp_path / "stray").write_text("x")
    with pytest.raises(Refusal, match="not empty"):
        published.package(tmp_path)


def test_every_flipped_byte_is_seen_alike(packaged: Path, bag: Path) -> None:
    names = sorted(path.relative_to(bag) for path in bag.rglob("*") if path.is_file())
    for number, name in enumerate(names):
        raw = (packaged / name).read_bytes()
        at = (number * 7919) % len(raw)
        (bag / name).write_bytes(raw[:at] + bytes([raw[at] ^ (1 << number % 8)]) + raw[at + 1 :])
        faults = {found.fault.value for found in verify(bag).faults}
        assert faults, name
        if number % 12 == 0 or "data" not in name.parts:
            assert agreed(bag) == faults
        (bag / name).write_bytes(raw)


def flip(name: str) -> Callable[[Path], None]:
    def act(bag: Path) -> None:
        path = entries(bag, "claim.recorded/1")[0] / name
        raw = path.read_bytes()
        # The tenth byte from the end: in a head that is inside the commitment.
        path.write_bytes(raw[:-10] + bytes([raw[-10] ^ 1]) + raw[-9:])

    return act


def reword(bag: Path) -> None:
    path = entries(bag, "claim.recorded/1")[0] / "json"
    path.write_bytes(path.read_bytes().replace(b'"claim":', b'"claim" :'))


def swap_words(bag: Path) -> None:
    one, other = (folder / "json" for folder in entries(bag, "claim.recorded/1")[:2])
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def drop_entry(bag: Path) -> None:
    shutil.rmtree(entries(bag, "claim.recorded/1")[0])


def drop_approval(bag: Path) -> None:
    shutil.rmtree(entries(bag, "publication.approved/1")[0])


def drop_member(bag: Path) -> None:
    (bag / "data/organisation/0001.statement").unlink()


def drop_signature(bag: Path) -> None:
    sorted((bag / "data/organisation").glob("0000.*.sig"))[0].unlink()


def change_photograph(bag: Path) -> None:
    (photo,) = (bag / "data/files").iterdir()
    photo.write_bytes(photo.read_bytes() + b"!")


def swap_photograph(bag: Path) -> None:
    (photo,) = (bag / "data/files").iterdir()
    raw = b"another picture"
    photo.unlink()
    (photo.parent / f"{hashlib.sha256(raw).hexdigest()}.jpg").write_bytes(raw)


def add_file(bag: Path) -> None:
    (bag / "data/note.txt").write_text("a word that nobody signed\n")


def change_readme(bag: Path) -> None:
    (bag / "data/README.txt").write_text("All is well, do not check.\n")


def change_revision(bag: Path) -> None:
    (path,) = (bag / "data/revision").iterdir()
    path.write_bytes(path.read_bytes().replace(b"Zarechensk", b"Vyshgorsk"))


def foreign_signature(bag: Path) -> None:
    """Somebody else signs the same words: everything fits but who it is."""
    key = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
    public = key.public_key().public_bytes_raw()
    folder = entries(bag, "claim.recorded/1")[0]
    head = (folder / "head").read_bytes()
    head = head[:22] + public + head[54:]
    body = (folder / "body.hash").read_bytes()
    identity = hashlib.sha256(b"tocsin/entry/1" + head + body).digest()
    (folder / "head").write_bytes(head)
    (folder / "author.pem").write_bytes(pem(public))
    (folder / "sig").write_bytes(key.sign(identity))
    folder.rename(folder.parent / identity.hex())


def swap_signature(bag: Path) -> None:
    one, other = entries(bag, "claim.recorded/1")[:2]
    (one / "sig").write_bytes((other / "sig").read_bytes())


def misname_entry(bag: Path) -> None:
    folder = entries(bag, "claim.recorded/1")[0]
    folder.rename(folder.parent / ("0" * 64))


def foreign_founding(bag: Path) -> None:
    path = bag / "data/organisation/0000.statement"
    path.write_text(path.read_text().replace('"threshold":2', '"threshold":1'))


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (flip("head"), {"forged", "mismatch"}),
        (flip("sig"), {"forged"}),
        (flip("r"), {"mismatch"}),
        (reword, {"mismatch"}),
        (swap_words, {"mismatch"}),
        (swap_signature, {"forged"}),
        (foreign_signature, {"stranger"}),
        (misname_entry, {"mismatch"}),
        (drop_entry, {"mismatch"}),
        (drop_approval, {"mismatch"}),
        (drop_member, {"stranger"}),
        (drop_signature, {"stranger"}),
        (foreign_founding, {"stranger"}),
        (change_photograph, {"mismatch"}),
        (swap_photograph, {"mismatch"}),
        (add_file, {"mismatch"}),
        (change_readme, {"mismatch"}),
        (change_revision, {"mismatch"}),
    ],
)
def test_a_careful_forger_is_seen_alike(bag: Path, act: Callable[[Path], None], expected: set[str]) -> None:
    act(bag)
    assert not verify(bag).good
    relist(bag)
    assert agreed(bag) >= expected


def test_a_file_that_is_not_listed_or_gone_is_named(bag: Path) -> None:
    add_file(bag)
    assert agreed(bag) == {"added"}
    (bag / "data/note.txt").unlink()
    (bag / "data/custody.json").unlink()
    assert agreed(bag) == {"missing"}


def test_a_link_in_place_of_a_file_is_refused(bag: Path) -> None:
    path = bag / "data/custody.json"
    path.rename(bag.parent / "elsewhere.json")
    path.symlink_to(bag.parent / "elsewhere.json")
    assert agreed(bag) == {"altered"}


@pytest.mark.parametrize("line", ["nonsense\n", "0" * 64 + "  data/../../x\n", "0" * 64 + "  /etc/hosts\n"])
def test_a_manifest_that_points_elsewhere_is_malformed(bag: Path, line: str) -> None:
    path = bag / "manifest-sha256.txt"
    path.write_text(path.read_text() + line)
    assert "malformed" in agreed(bag)


def test_a_folder_that_is_no_package_is_called_malformed_or_missing(tmp_path: Path) -> None:
    assert agreed(tmp_path) == {"missing"}
    assert not verify(tmp_path / "nothing").good


def test_two_hundred_lines_are_enough_and_import_nothing_of_ours() -> None:
    text = SCRIPT.read_text("utf-8")
    assert len(text.splitlines()) <= 200
    imported = set(re.findall(r"^(?:from|import) (\w+)", text, re.M))
    assert imported <= set(sys.stdlib_module_names)
    assert CODE not in text
