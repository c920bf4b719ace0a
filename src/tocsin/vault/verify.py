# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks everything again, trusting no cache: a whole store, or the entries of an export.

What needs a key is checked where a key is given; the rest is checked for anybody. A tail cut off before
anyone remembered it cannot be seen from here: that takes checkpoints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Final

from tocsin.vault import facts
from tocsin.vault.directory import Directory, log_of
from tocsin.vault.directory_log import DirectoryLog
from tocsin.vault.entry import Checker, Entry, EpochKey, parse
from tocsin.vault.files import FileDamaged, SealedFile, unseal
from tocsin.vault.ids import EntryId, LogId, OrgId
from tocsin.vault.kinds import LogClass, Registry
from tocsin.vault.logbook import Logbook, Trouble
from tocsin.vault.needs import Row, Shelf, Store
from tocsin.vault.verdicts import Rejected, Verdict, gravest

_CLOSED: Final = Verdict.UNKNOWN_EPOCH
"""Not a fault: this reader was not granted that epoch. An unknown unit is one until tombstones explain it."""

_GRANTS: Final = (facts.LogGranted, facts.IntakeGranted)


@dataclass(frozen=True, slots=True)
class LogKeys:
    """What a reader brings for one log."""

    cls: LogClass
    keys: tuple[EpochKey, ...]
    units: Mapping[bytes, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """``sealed`` entries hold together, but this reader has no key to look inside."""

    entries: int = 0
    opened: int = 0
    sealed: int = 0
    findings: tuple[Trouble, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return gravest(finding.verdict for finding in self.findings)

    def __add__(self, other: Report) -> Report:
        return Report(
            self.entries + other.entries,
            self.opened + other.opened,
            self.sealed + other.sealed,
            self.findings + other.findings,
        )


def verify_rows(
    org: OrgId,
    logs: Mapping[bytes, Sequence[Row]],
    keys: Mapping[bytes, LogKeys] | None = None,
    registry: Registry | None = None,
) -> Report:
    """Check logs given as rows in order of arrival; the directory is the one among them."""
    kinds = (registry or Registry([])).having(facts.KINDS)
    directory = DirectoryLog(org)
    directory.take(logs.get(directory.log, ()))
    report = Report()
    for log, rows in sorted(logs.items()):
        if log == directory.log:
            report += _of_directory(directory, rows)
        else:
            report += _of_log(_book(org, log, (keys or {}).get(log), kinds), rows, directory.directory)
    return report


def verify_store(
    store: Store, org: OrgId, keys: Mapping[bytes, LogKeys], registry: Registry, files: Shelf | None = None
) -> Report:
    """Check a whole node: every log, the wraps beside them, and the files that readable entries name."""
    kinds = registry.having(facts.KINDS)
    logs = {log: store.entries(log) for log in store.counts()}
    report = verify_rows(org, logs, keys, kinds)
    directory = DirectoryLog(org)
    directory.take(logs.get(directory.log, ()))
    books = [_book(org, log, keys[log], kinds) for log in keys if log in logs]
    for book in books:
        book.take(logs[book.log], directory.directory)
    report += _of_wraps(store, books, directory.directory)
    return report + _of_files(books, files) if files is not None else report


def _book(org: OrgId, log: bytes, known: LogKeys | None, registry: Registry) -> Logbook:
    public = log == log_of(bytes.fromhex(org), LogClass.PUBLIC)
    cls = LogClass.PUBLIC if public else known.cls if known else LogClass.CASE
    book = Logbook(log, cls, registry)
    if known:
        book.units.update(known.units)
        for key in known.keys:
            book.learn(key)
    return book


def _of_log(book: Logbook, rows: Sequence[Row], directory: Directory) -> Report:
    book.take(rows, directory)
    troubles = book.troubles()
    closed = [one for one in troubles if one.verdict is _CLOSED]
    findings = [one for one in troubles if one.verdict is not _CLOSED]
    findings += _arrivals(book.name, rows)
    return Report(len(rows), len(book.recorded()), len(closed), tuple(findings))


def _of_directory(log: DirectoryLog, rows: Sequence[Row]) -> Report:
    findings = [*log.troubles, *_arrivals(log.name, rows)]
    if log.waiting:
        findings.append(
            Trouble(log.name, None, Verdict.MISSING_ENTRY, "a statement's predecessor is missing")
        )
    if log.directory.forked:
        findings.append(Trouble(log.name, None, Verdict.FORK, "two statements at one place of the directory"))
    findings += _absent(log.name, rows)
    return Report(len(rows), len(rows) - len(log.troubles), 0, tuple(findings))


def _sound(rows: Iterable[Row]) -> Iterator[Entry]:
    checker = Checker()
    for row in rows:
        try:
            entry = parse(*row)
            checker.verify(entry)
        except Rejected:
            continue
        yield entry


def _arrivals(log: LogId, rows: Sequence[Row]) -> Iterator[Trouble]:
    """Entries that stand before one they refer to."""
    sound = list(_sound(rows))
    here, seen = {entry.id for entry in sound}, set()
    for entry in sound:
        if any(parent in here and parent not in seen for parent in entry.parents):
            yield Trouble(log, EntryId(entry.id.hex()), Verdict.WRONG_ORDER, "before one it refers to")
        seen.add(entry.id)


def _absent(log: LogId, rows: Sequence[Row]) -> Iterator[Trouble]:
    sound = list(_sound(rows))
    here = {entry.id for entry in sound}
    for parent in sorted({parent for entry in sound for parent in entry.parents} - here):
        yield Trouble(log, EntryId(parent.hex()), Verdict.MISSING_ENTRY, "not here")


def _of_wraps(store: Store, books: Sequence[Logbook], directory: Directory) -> Report:
    """Wrap bodies beside a readable log, or a period, that no signed grant names."""
    granted = {
        entry.fact.wraps for book in books for entry in book.recorded() if isinstance(entry.fact, _GRANTS)
    }
    checked = {book.log for book in books}
    if any(book.cls is LogClass.BELL for book in books):
        checked |= {period.id for period in directory.periods}
    strays = [
        Trouble(LogId(subject.hex()), None, Verdict.UNKNOWN_WRAP, name.hex())
        for name, subject in store.wrap_names()
        if subject in checked and name.hex() not in granted
    ]
    return Report(findings=tuple(strays))


def _of_files(books: Sequence[Logbook], shelf: Shelf) -> Report:
    findings = []
    for book in books:
        for entry in book.recorded():
            for file in _files_in(entry.fact):
                verdict = _file_verdict(book.log, file, shelf)
                if verdict is not Verdict.OK:
                    findings.append(Trouble(book.name, entry.id, verdict, file.id))
    return Report(findings=tuple(findings))


def _file_verdict(log: bytes, file: SealedFile, shelf: Shelf) -> Verdict:
    try:
        with shelf.get(file.id) as sealed:
            for _ in unseal(log, file, sealed):
                pass
    except KeyError:
        return Verdict.MISSING_FILE
    except FileDamaged:
        return Verdict.DAMAGED_FILE
    return Verdict.OK


def _files_in(value: Any) -> Iterator[SealedFile]:
    """Every sealed file that a fact names, however deep."""
    if isinstance(value, SealedFile):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from _files_in(getattr(value, part.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _files_in(item)
