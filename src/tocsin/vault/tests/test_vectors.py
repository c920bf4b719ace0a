# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every vector through every reading path: one file, one class of verdict, whichever door it comes in by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.cast import CHEAP
from vectors import make

from tocsin.vault import export, files, intake, keybag, verify, wraps
from tocsin.vault.entry import EpochKey, parse
from tocsin.vault.ids import LogId, OrgId
from tocsin.vault.keys import Identity
from tocsin.vault.kinds import LogClass, Registry
from tocsin.vault.needs import Batch, NewRow, Row, Store
from tocsin.vault.verdicts import Rejected, Verdict
from tocsin.vault.verify import LogKeys, Report, verify_rows, verify_store
from tocsin.wires.store.memory import MemoryStore
from tocsin.wires.store.sqlite import SqliteStore

FOLDER = Path(__file__).parents[4] / "vectors"
Logs = Mapping[bytes, Sequence[Row]]


def read(path: Path) -> tuple[dict[str, Any], bytes]:
    line, _, raw = path.read_bytes().partition(b"\n")
    return json.loads(line), raw


def of_type(wanted: str) -> list[Any]:
    paths = [path for path in sorted(FOLDER.glob("*.vector")) if read(path)[0]["type"] == wanted]
    assert paths, f"no vectors of type {wanted}"
    return [pytest.param(*read(path), id=path.stem) for path in paths]


def keys_of(header: Mapping[str, Any]) -> dict[bytes, LogKeys]:
    units = {bytes.fromhex(unit): bytes.fromhex(secret) for unit, secret in header["units"].items()}
    return {
        bytes.fromhex(log): LogKeys(
            LogClass(one["class"]), tuple(EpochKey(bytes.fromhex(key)) for key in one["epochs"]), units
        )
        for log, one in header["keys"].items()
    }


def filled(store: Store, logs: Logs) -> Store:
    """The rows as they lie in a store; one that refuses the same entry twice has done its part."""
    for number, (log, rows) in enumerate(logs.items()):
        for place, row in enumerate(rows):
            try:
                id = parse(*row).id
            except Rejected:
                id = number.to_bytes(16, "big") + place.to_bytes(16, "big")
            store.append(Batch((NewRow(log, id, *row),)), {})
    return store


def through_rows(header: Mapping[str, Any], logs: Logs) -> Report:
    return verify_rows(OrgId(header["org"]), logs, keys_of(header))


def through_one_by_one(header: Mapping[str, Any], logs: Logs) -> Report:
    """As a process reads that is awake while entries arrive: how many at once must not matter."""

    org, kinds = OrgId(header["org"]), Registry([]).having(verify.facts.KINDS)
    directory = verify.DirectoryLog(org)
    report = Report()
    for row in logs.get(directory.log, ()):
        directory.take([row])
    for log, rows in logs.items():
        if log == directory.log:
            report += verify._of_directory(directory, rows)
            continue
        book = verify._book(org, log, keys_of(header).get(log), kinds)
        for row in rows[:-1]:
            book.take([row], directory.directory)
        report += verify._of_log(book, rows[-1:], directory.directory)
        report += Report(findings=tuple(verify._arrivals(LogId(log.hex()), rows)))
    return report


def through_memory(header: Mapping[str, Any], logs: Logs) -> Report:
    return verify_store(filled(MemoryStore(), logs), OrgId(header["org"]), keys_of(header), Registry([]))


@pytest.fixture
def through_sqlite(tmp_path):
    def verified(header: Mapping[str, Any], logs: Logs) -> Report:
        store = filled(SqliteStore(tmp_path / "log.sqlite"), logs)
        return verify_store(store, OrgId(header["org"]), keys_of(header), Registry([]))

    return verified


@pytest.fixture(params=["rows", "one by one", "memory", "sqlite"])
def path(request, through_sqlite):
    paths = {
        "rows": through_rows,
        "one by one": through_one_by_one,
        "memory": through_memory,
        "sqlite": through_sqlite,
    }
    return request.param, paths[request.param]


@pytest.mark.parametrize(("header", "raw"), of_type("export"))
def test_a_log_gets_the_verdict_its_vector_expects(header, raw, path):
    name, verified = path
    try:
        org, logs = export.read(raw)
    except Rejected as rejected:
        assert rejected.verdict == header["expect"]
        return
    assert org == header["org"]
    if header["expect"] == Verdict.DUPLICATE and name in ("memory", "sqlite"):
        with pytest.raises(Exception, match=r"already|UNIQUE"):
            verified(header, logs)
        return
    report = verified(header, logs)
    assert report.verdict == header["expect"], report.findings


@pytest.mark.parametrize(("header", "raw"), [one for one in of_type("export") if one.id.startswith("good")])
def test_a_good_log_has_no_finding_and_opens_all_it_has_keys_for(header, raw):
    report = through_rows(header, export.read(raw)[1])
    assert report.findings == ()
    assert report.opened + report.sealed == report.entries
    assert (report.sealed > 0) == ("without" in header["about"] or "only" in header["about"])


@pytest.mark.parametrize(("header", "raw"), of_type("keybag"))
def test_a_keybag_opens_for_the_passphrases_its_vector_names(header, raw):
    keyfile = bytes.fromhex(header.get("keyfile", ""))
    for passphrase, seed in header["opens"].items():
        if seed is None:
            with pytest.raises(keybag.WrongPassphrase):
                keybag.open_slot(raw, passphrase, floor=CHEAP, keyfile=keyfile)
        else:
            assert keybag.open_slot(raw, passphrase, floor=CHEAP, keyfile=keyfile).seed.hex() == seed


@pytest.mark.parametrize(("header", "raw"), of_type("wrap"))
def test_a_wrap_opens_for_its_reader_under_its_own_context_only(header, raw):
    org, log, epoch = (bytes.fromhex(header[name]) for name in ("org", "log", "epoch"))
    reader, stranger = Identity(bytes.fromhex(header["seed"])), Identity(bytes.fromhex(header["stranger"]))
    assert len(list(wraps.split(raw, 33))) == 8
    assert wraps.name(log, epoch, raw).hex() == header["name"]
    info = wraps.wrap_info(org, log, epoch, reader.kem.public)
    secret = wraps.open_with(reader, raw, info, 33)
    assert secret is not None and secret.hex() == header["secret"] and EpochKey(secret[:32]).id == epoch
    assert wraps.open_with(stranger, raw, wraps.wrap_info(org, log, epoch, stranger.kem.public), 33) is None
    elsewhere = wraps.wrap_info(org, b"x" * 16, epoch, reader.kem.public)
    assert wraps.open_with(reader, raw, elsewhere, 33) is None


@pytest.mark.parametrize(("header", "raw"), of_type("parcel"))
def test_a_parcel_opens_with_its_periods_secret(header, raw):
    secret = bytes.fromhex(header["secret"])
    assert intake.open_parcel(intake.read_label(raw), secret) == json.loads(header["text"])
    for at in (20, 60, len(raw) - 1):
        with pytest.raises(intake.BadParcel):
            damaged = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
            intake.open_parcel(intake.read_label(damaged), secret)


@pytest.mark.parametrize(("header", "raw"), of_type("file"))
def test_a_sealed_file_opens_and_no_chunk_can_be_lost_or_moved(header, raw):
    file = files.SealedFile(
        id=header["id"],
        key=header["key"],
        size=header["size"],
        sha256=header["sha256"],
        name="",
        media_type="",
    )
    log = bytes.fromhex(header["log"])
    assert len(b"".join(files.unseal(log, file, [raw]))) == file.size
    chunk, start = 16384 + 16, 56
    first, second = raw[start : start + chunk], raw[start + chunk : start + 2 * chunk]
    swapped = raw[:start] + second + first + raw[start + 2 * chunk :]
    dropped = raw[:start] + raw[start + chunk :]
    for broken in (swapped, dropped, raw[:-1], raw[: start + chunk], raw[:start], b""):
        with pytest.raises(files.FileDamaged):
            list(files.unseal(log, file, iter_pieces(broken)))
    with pytest.raises(files.FileDamaged):
        list(files.unseal(b"x" * 16, file, [raw]))


def iter_pieces(raw: bytes) -> Iterator[bytes]:
    yield from (raw[at : at + 1000] for at in range(0, len(raw), 1000))


def test_the_script_still_makes_the_vectors_that_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(make, "HERE", tmp_path)
    assert make.main() == 0
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in FOLDER.glob("*.vector")}
    made_once = {"wrap.vector", "parcel.vector", "file.vector"}
    for path in tmp_path.iterdir():
        assert path.name in made_once or path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name


def test_there_are_vectors_for_every_verdict_that_a_log_can_get():
    expected = {param.values[0]["expect"] for param in of_type("export")}
    beside_logs = {Verdict.UNKNOWN_WRAP, Verdict.DAMAGED_FILE, Verdict.MISSING_FILE, Verdict.UNKNOWN_EPOCH}
    assert expected == set(Verdict) - beside_logs
