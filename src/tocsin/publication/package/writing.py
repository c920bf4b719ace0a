# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write a package into an empty folder, the same bytes for the same contents (BagIt 1.0, RFC 8493).

Evidence streams through once; the export is recorded in the log between the payload and the last entry.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from tocsin.vault import cbor
from tocsin.vault.disclosure import Disclosure
from tocsin.vault.refusals import Refusal
from tocsin.vault.statements import Statement

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
EXPORT = "data/export/"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP can hold; times of files say nothing here
# SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410, section 10.1).
ED25519 = bytes.fromhex("302a300506032b6570032100")
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "application/pdf": "pdf",
    "text/html": "html",
    "text/plain": "txt",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file as it was sealed: its bytes come from the vault, piece by piece."""

    sha256: str
    media_type: str
    chunks: Callable[[], Iterable[bytes]]

    @property
    def name(self) -> str:
        return f"{self.sha256}.{ENDINGS.get(self.media_type, 'bin')}"


@dataclass(frozen=True, slots=True)
class Package:
    """Everything that goes into the folder but for the entry that records the export itself."""

    code: str
    revision: int
    content: bytes
    organisation: Sequence[Statement]
    entries: Sequence[Disclosure]
    custody: Sequence[Mapping[str, Any]]
    record: Mapping[str, Any]
    evidence: Sequence[Evidence] = field(default_factory=tuple)


def write_bag(folder: Path, package: Package, export: Callable[[str], Disclosure], at: datetime) -> None:
    """Write the whole package. ``export`` gets the payload's digest and gives back the entry that records
    it.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refusal(
            "This folder is not empty.",
            "A package must hold nothing else, or it would not check.",
            "Name a new folder.",
        )
    digests = {name: _write(folder / name, chunks) for name, chunks in _payload(package)}
    for name, data in _entry(EXPORT, export(payload_digest(digests))):
        digests[name] = _write(folder / name, [data])
    size = sum((folder / name).stat().st_size for name in digests)
    tags = {
        "bagit.txt": BAGIT,
        "bag-info.txt": _information(package, at, size, len(digests)),
        "manifest-sha256.txt": manifest(digests),
    }
    listed = {name: _write(folder / name, [data]) for name, data in tags.items()}
    _write(folder / "tagmanifest-sha256.txt", [manifest(listed)])


def manifest(digests: Mapping[str, str]) -> bytes:
    """Sorted lines as ``sha256sum`` writes and checks them."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def payload_digest(digests: Mapping[str, str]) -> str:
    """The hash of the manifest without the lines of the export entry itself."""
    return hashlib.sha256(
        manifest({k: v for k, v in digests.items() if not k.startswith(EXPORT)})
    ).hexdigest()


def _payload(package: Package) -> Iterable[tuple[str, Iterable[bytes]]]:
    fixed: dict[str, bytes] = {
        "data/README.txt": _packaged("package.txt"),
        "data/check.py": files("tocsin.publication.independent_check").joinpath("check.py").read_bytes(),
        "data/custody.json": _json(package.custody),
        "data/record.json": _json(package.record),
        f"data/revision/{package.code}-r{package.revision}.json": package.content,
    }
    fixed |= dict(_organisation(package.organisation))
    for entry in package.entries:
        fixed |= dict(_entry(f"data/entries/{entry.id.hex()}/", entry))
    yield from ((name, [data]) for name, data in fixed.items())
    yield from ((f"data/files/{each.name}", each.chunks()) for each in package.evidence)


def _organisation(statements: Iterable[Statement]) -> Iterable[tuple[str, bytes]]:
    keys: dict[str, str] = {}
    for number, statement in enumerate(statements):
        prefix = f"data/organisation/{number:04}"
        yield f"{prefix}.statement", statement.text.encode()
        keys |= {one["id"]: one["sign"] for one in statement.fields.get("stewards", ())}
        for member, signature in statement.signatures:
            yield f"{prefix}.{member.hex()}.sig", signature
            yield f"{prefix}.{member.hex()}.pem", pem(bytes.fromhex(keys[member.hex()]))
        if "sign" in statement.fields:
            keys[statement.fields["id"]] = statement.fields["sign"]


def _entry(prefix: str, entry: Disclosure) -> Iterable[tuple[str, bytes]]:
    yield f"{prefix}head", entry.head
    yield f"{prefix}body.hash", entry.body_hash
    yield f"{prefix}sig", entry.sig
    yield f"{prefix}r", entry.r
    yield f"{prefix}json", entry.json
    yield f"{prefix}author.pem", pem(author(entry.head))
    yield f"{prefix}author.json", _json(dict(entry.certificate))


def author(head: bytes) -> bytes:
    """The key that signs: the fourth field of a head (docs/log-format.md)."""
    key: bytes = cbor.decode(head)[3]
    return key


def pem(key: bytes) -> bytes:
    """An Ed25519 public key as openssl reads it."""
    body = base64.b64encode(ED25519 + key).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n".encode()


def _information(package: Package, at: datetime, size: int, count: int) -> bytes:
    lines = {
        "Bagging-Date": at.date().isoformat(),
        "External-Identifier": f"{package.code}-r{package.revision}",
        "Payload-Oxum": f"{size}.{count}",
    }
    return "".join(f"{key}: {value}\n" for key, value in lines.items()).encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _packaged(name: str) -> bytes:
    return files("tocsin.publication").joinpath("words", name).read_bytes()


def zipped(folder: Path) -> bytes:
    """The folder as one ZIP, the same bytes each time: for whoever fetches it through a browser."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            archive.writestr(zipfile.ZipInfo(name, EPOCH), path.read_bytes())
    return held.getvalue()


def _write(path: Path, chunks: Iterable[bytes]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("xb") as stream:
        for chunk in chunks:
            digest.update(chunk)
            stream.write(chunk)
    return digest.hexdigest()
