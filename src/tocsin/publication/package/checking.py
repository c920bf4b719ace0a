# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin verify PACKAGE``: the same questions as the independent check, answered with the vault's own code.

Two programs that share no line agree, or one of them is wrong; the tests hold them against each other.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tocsin.publication.package.parts import Fault, Found, Verdict
from tocsin.publication.package.writing import BAGIT, payload_digest, pem
from tocsin.vault import authors, jsontext, labels, statements
from tocsin.vault.directory import Directory
from tocsin.vault.disclosure import Disclosure
from tocsin.vault.entry import read_head
from tocsin.vault.ids import OrgId
from tocsin.vault.keys import verified
from tocsin.vault.verdicts import Rejected

NAME = re.compile(r"data/(?:[A-Za-z0-9][A-Za-z0-9_-]*[./])*[A-Za-z0-9][A-Za-z0-9_-]*")
LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
TAGS = ("bag-info.txt", "bagit.txt", MANIFEST)
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
PIECE = 1 << 20


@dataclass(slots=True)
class _Report:
    """What is found on the way."""

    organisation: str = ""
    entries: int = 0
    files: int = 0
    faults: list[Found] = field(default_factory=list)

    def add(self, fault: Fault, where: str, detail: str = "") -> None:
        self.faults.append(Found(fault, where, detail))


@dataclass(frozen=True, slots=True)
class _Opened:
    """An entry of the package that was read: what it says, and which member said it ("" if unknown)."""

    id: str
    by: str
    words: Mapping[str, Any]


def verify(bag: Path, organisation: str = "") -> Verdict:
    """Check a package folder; ``organisation`` is the id known from paper. Never raises for what is in the
    folder.
    """
    report = _Report()
    try:
        listed = _bag(bag, report)
        if not report.faults:
            _contents(bag, listed, report)
    except UNREADABLE as error:
        report.add(Fault.MALFORMED, bag.name, type(error).__name__)
    if organisation and report.organisation and organisation.lower() != report.organisation:
        report.add(Fault.STRANGER, "organisation", "is not the one that was named")
    return Verdict(report.organisation, report.entries, report.files, tuple(report.faults))


def _bag(bag: Path, report: _Report) -> dict[str, str]:
    found = {
        path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_file() or path.is_symlink()
    }
    listed: dict[str, str] = {}
    for name, allowed in ((MANIFEST, NAME.fullmatch), (TAG_MANIFEST, TAGS.__contains__)):
        if name not in found:
            report.add(Fault.MISSING, name)
            continue
        for line in _lines(bag, name, report):
            match = LINE.fullmatch(line)
            if match is None or not allowed(match[2]) or match[2] in listed:
                report.add(Fault.MALFORMED, name)
            else:
                listed[match[2]] = match[1]
    _compare(bag, found, listed, report)
    return listed


def _lines(bag: Path, name: str, report: _Report) -> list[str]:
    text = (bag / name).read_bytes().decode("utf-8", "replace")
    if text and (not text.endswith("\n") or "\r" in text):
        report.add(Fault.MALFORMED, name)
    return text.splitlines()


def _compare(bag: Path, found: set[str], listed: Mapping[str, str], report: _Report) -> None:
    for name in sorted(found - set(listed) - {TAG_MANIFEST}):
        report.add(Fault.ADDED, name)
    for name, digest in sorted(listed.items()):
        path = bag / name
        if name not in found:
            report.add(Fault.MISSING, name)
        elif path.is_symlink() or _sha256(path) != digest:
            report.add(Fault.ALTERED, name)
    if "bagit.txt" in found and (bag / "bagit.txt").read_bytes() != BAGIT:
        report.add(Fault.MALFORMED, "bagit.txt")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _contents(bag: Path, listed: Mapping[str, str], report: _Report) -> None:
    data = bag / "data"
    directory = _organisation(data / "organisation", report)
    report.organisation = directory.org
    folders = [*sorted((data / "entries").iterdir()), data / "export"]
    entries = [_entry(folder, directory, report) for folder in folders]
    report.entries = len(entries)
    _revision(data / "revision", entries, report)
    _evidence(data / "files", entries, report)
    export = entries[-1].words
    if export["kind"] != "publication.exported/1" or export["payload_sha256"] != payload_digest(
        {name: digest for name, digest in listed.items() if name.startswith("data/")}
    ):
        report.add(Fault.MISMATCH, "export", "this is not the list of files that was exported")


def _organisation(folder: Path, report: _Report) -> Directory:
    texts = sorted(folder.glob("*.statement"))
    directory = Directory(OrgId(hashlib.sha256(texts[0].read_bytes()).hexdigest() if texts else ""))
    for number, path in enumerate(texts):
        signatures = [
            (bytes.fromhex(sig.name.split(".")[1]), sig.read_bytes())
            for sig in sorted(folder.glob(f"{path.stem}.*.sig"))
        ]
        body = statements.body(path.read_text("utf-8"), signatures, datetime(1970, 1, 1, tzinfo=UTC))
        try:
            statement = statements.read(body)
            if statement.seq != number:
                report.add(Fault.STRANGER, path.name, "does not follow the statement before it")
            directory = directory.step(statement)
        except Rejected as error:
            report.add(Fault.STRANGER, path.name, str(error))
    return directory


def _entry(folder: Path, directory: Directory, report: _Report) -> _Opened:
    head, body, signature, r, words, certificate = (
        (folder / name).read_bytes() for name in ("head", "body.hash", "sig", "r", "json", "author.json")
    )
    disclosed = Disclosure(head, body, signature, r, words, json.loads(certificate))
    fields = read_head(head)
    if len(r) != 32 or labels.digest(labels.COMMIT, r, words) != fields.commit:
        report.add(Fault.MISMATCH, folder.name, "the words are not those that were signed")
    if folder.parent.name == "entries" and folder.name != disclosed.id.hex():
        report.add(Fault.MISMATCH, folder.name, "is filed under another id")
    if (folder / "author.pem").read_bytes() != pem(fields.author):
        report.add(Fault.MISMATCH, folder.name, "author.pem is not the author's key")
    if not verified(fields.author, signature, disclosed.id):
        report.add(Fault.FORGED, folder.name, "the signature does not hold")
    member = ""
    try:
        member = authors.check(disclosed.certificate, directory, fields.log, fields.author)[0].member
    except Rejected:
        report.add(Fault.STRANGER, folder.name, "nobody of the organisation certified this author")
    return _Opened(disclosed.id.hex(), member, jsontext.read(words))


def _revision(folder: Path, entries: list[_Opened], report: _Report) -> None:
    published = [entry.words for entry in entries if entry.words["kind"] == "publication.published/1"]
    for one in published:
        content = one["content"]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        digest = hashlib.sha256(text).hexdigest()
        path = folder / f"{content['code']}-r{content['revision']}.json"
        if not path.is_file() or path.read_bytes() != text or digest != one["sha256"]:
            report.add(Fault.MISMATCH, path.name, "is not the published text")
        if not _two_approved(digest, entries):
            report.add(Fault.MISMATCH, path.name, "two different members did not approve it")
    if len(published) != 1 or len(list(folder.iterdir())) != 1:
        report.add(Fault.MISMATCH, "revision", "there must be exactly one published revision")


def _two_approved(digest: str, entries: list[_Opened]) -> bool:
    proposed = {
        entry.id: entry.by
        for entry in entries
        if entry.words["kind"] == "publication.proposed/1" and entry.words["sha256"] == digest
    }
    return any(
        proposed.get(entry.words["proposal"], entry.by) != entry.by
        for entry in entries
        if entry.words["kind"] == "publication.approved/1" and entry.words["sha256"] == digest
    )


def _evidence(folder: Path, entries: list[_Opened], report: _Report) -> None:
    named = {pair for entry in entries for pair in _files_in(entry.words)}
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    report.files = len(paths)
    for path in paths:
        digest = _sha256(path)
        if (digest, path.stat().st_size) not in named or path.name.split(".")[0] != digest:
            report.add(Fault.MISMATCH, path.name, "no signed entry names this file")


def _files_in(value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, Mapping):
        if {"sha256", "size", "media_type"} <= set(value):
            yield value["sha256"], value["size"]
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from _files_in(item)
