# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody with the disk alters the log: what a reader, and ``verify``, make of it.

Not promised, and shown here as not promised: a tail cut off before anybody remembered it. That takes
checkpoints, which come with synchronisation.
"""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass

import pytest

from tests.cast import Cast, cast
from tocsin.vault import authors, jsontext, wraps
from tocsin.vault.entry import NOTHING, EpochKey, Place, seal
from tocsin.vault.facts import LogGranted, MemberDescribed
from tocsin.vault.ids import LogId
from tocsin.vault.keys import Signing
from tocsin.vault.kinds import LogClass, Registry, fact
from tocsin.vault.needs import Batch, NewRow, Row, WrapBody
from tocsin.vault.session import NewLog, NotPermitted, NotWhole, Put, Vault
from tocsin.vault.verdicts import Verdict
from tocsin.vault.verify import LogKeys, verify_rows

MUTATIONS = 30


@fact("tampering.noted/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    words: str


@pytest.fixture
def people(tmp_path, monkeypatch) -> Cast:
    monkeypatch.setattr("tests.cast.registry", lambda: Registry([Noted]))
    return cast(tmp_path)


@pytest.fixture
def case(people) -> LogId:
    log = people.new_log(people.vera, LogClass.CASE, people.ilya)
    for number in range(3):
        note(people.vera, log, f"vera {number}")
        note(people.ilya, log, f"ilya {number}")
    return log


def note(vault: Vault, log: LogId, words: str) -> None:
    vault.record(lambda: [Put(log, Noted(words=words))])


def noted(vault: Vault, log: LogId) -> list[str]:
    return [one.fact.words for one in vault.entries(log) if isinstance(one.fact, Noted)]


class Disk:
    """The adversary: reads and writes the store's file, knows no key."""

    def __init__(self, people: Cast) -> None:
        self.db = sqlite3.connect(people.folder / "node" / "log.sqlite", isolation_level=None)

    def rows(self, log: LogId) -> list[tuple]:
        query = "SELECT n, id, head, body, sig FROM entries WHERE log = ? ORDER BY n"
        return self.db.execute(query, (bytes.fromhex(log),)).fetchall()

    def put(self, log: LogId, rows: list[tuple]) -> None:
        raw = bytes.fromhex(log)
        self.db.execute("BEGIN")
        self.db.execute("DELETE FROM entries WHERE log = ?", (raw,))
        for n, (_, id, head, body, sig) in enumerate(rows):
            self.db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", (raw, n, id, head, body, sig))
        self.db.execute("UPDATE logs SET count = ? WHERE log = ?", (len(rows), raw))
        self.db.execute("COMMIT")


def flip(chance: random.Random, rows: list[tuple]) -> list[tuple]:
    row = list(chance.choice(rows))
    part = chance.choice((2, 3, 4))
    raw = bytearray(row[part])
    bit = chance.randrange(len(raw) * 8)
    raw[bit // 8] ^= 1 << bit % 8
    row[part] = bytes(raw)
    return [tuple(row) if old[0] == row[0] else old for old in rows]


def drop(chance: random.Random, rows: list[tuple]) -> list[tuple]:
    gone = chance.randrange(len(rows) - 1)  # the last one is the tail
    return rows[:gone] + rows[gone + 1 :]


def swap(chance: random.Random, rows: list[tuple]) -> list[tuple]:
    one, two = sorted(chance.sample(range(len(rows)), 2))
    out = list(rows)
    out[one], out[two] = out[two], out[one]
    return out


@pytest.mark.parametrize("mutate", [flip, drop, swap])
def test_every_flip_drop_and_swap_is_detected(people, case, mutate):
    disk, chance = Disk(people), random.Random(7)
    whole = disk.rows(case)
    reader = people.unlock("Lapwing")
    assert reader.verify().verdict is Verdict.OK
    missed = []
    for number in range(MUTATIONS):
        disk.put(case, mutate(chance, whole))
        if reader.verify().verdict is Verdict.OK:
            missed.append(number)
    disk.put(case, whole)
    assert missed == []
    assert reader.verify().verdict is Verdict.OK


def test_an_altered_entry_is_left_out_and_hides_no_other(people, case):
    disk = Disk(people)
    rows = disk.rows(case)
    broken = [*rows]
    n, id, head, body, sig = rows[2]
    broken[2] = (n, id, head, body[:-1] + bytes([body[-1] ^ 1]), sig)
    disk.put(case, broken)
    reader = people.unlock("Siskin")
    assert noted(reader, case) == ["vera 0", "vera 1", "vera 2"]
    verdicts = {trouble.verdict for trouble in reader.troubles(case)}
    assert Verdict.BAD_SIGNATURE in verdicts and Verdict.MISSING_ENTRY in verdicts


def test_an_entry_of_another_case_is_not_read_into_this_one(people, case):
    other = people.new_log(people.vera, LogClass.CASE, people.ilya)
    note(people.vera, other, "about somebody else")
    disk = Disk(people)
    n, _, head, body, sig = disk.rows(other)[-1]
    disk.put(case, [*disk.rows(case), (n, b"x" * 32, head, body, sig)])
    reader = people.unlock("Siskin")
    assert "about somebody else" not in noted(reader, case)
    assert reader.verify().verdict is Verdict.FOREIGN_LOG


def test_the_same_entry_stored_twice_counts_once(people, case):
    disk = Disk(people)
    rows = disk.rows(case)
    n, _, head, body, sig = rows[3]
    disk.put(case, [*rows, (n, b"y" * 32, head, body, sig)])
    reader = people.unlock("Siskin")
    assert len(noted(reader, case)) == 6
    assert reader.verify().verdict is Verdict.DUPLICATE


def test_a_cut_tail_is_not_seen_without_a_checkpoint(people, case):
    """Stated, not defended: this is the line that checkpoints will turn."""
    disk = Disk(people)
    disk.put(case, disk.rows(case)[:-1])
    assert people.unlock("Lapwing").verify().verdict is Verdict.OK


def test_a_log_without_its_beginning_can_be_read_but_not_continued(people, case):
    disk = Disk(people)
    disk.put(case, disk.rows(case)[1:])
    reader = people.unlock("Siskin")
    assert [words for words in noted(reader, case) if words.startswith("ilya")]
    with pytest.raises(NotWhole, match="The beginning of this log is missing"):
        note(reader, case, "more")


def slip_in(people: Cast, case: LogId, key: EpochKey) -> None:
    """Oleg, an insider with the disk, grants himself and Vera a fresh epoch in a case that is not his."""

    oleg = people.oleg
    org, log = bytes.fromhex(people.org), bytes.fromhex(case)
    directory = people.directory
    kems = [directory.keys(one).kem for one in (oleg.me, people.vera.me, people.ilya.me)]
    secret = key.secret + wraps.class_byte(LogClass.CASE)
    body = wraps.make(secret, kems, lambda kem: wraps.wrap_info(org, log, key.id, kem), oleg._random)
    name = wraps.name(log, key.id, body)
    granted = LogGranted(
        epoch=key.id.hex(),
        readers=tuple(sorted((oleg.me, people.vera.me, people.ilya.me))),
        wraps=name.hex(),
        directory=directory.head.hex(),
        fresh=True,
    )
    fields = oleg.registry.to_body(granted, oleg.now())
    fields[authors.FIELD] = authors.certify(oleg._device, org, log, LogClass.CASE)
    tips = tuple(row[1] for row in Disk(people).rows(case)[-1:])
    place, author = Place(log, 0, NOTHING, tips), oleg._device.author(log)
    entry = seal(jsontext.write(fields), place, author, key, r=bytes(32), nonce=bytes(12))
    row = NewRow(log, entry.id, entry.head, entry.body, entry.sig)
    people.node("disk").store.append(Batch((row,), (WrapBody(name, log, key.id, body),)), {})


def test_an_insider_with_the_disk_cannot_slip_an_epoch_under_a_case(people, case):
    key = EpochKey(b"o" * 32)
    slip_in(people, case, key)
    for vault in (people.vera, people.unlock("Lapwing")):
        assert people.oleg.me not in vault.readers(case)
        note(vault, case, "after the attempt")
        assert Verdict.UNGRANTED in {trouble.verdict for trouble in vault.troubles(case)}
    assert "after the attempt" not in noted(people.unlock("Bittern"), case)
    assert noted(people.unlock("Siskin"), case)[-2:] == ["after the attempt"] * 2


def test_a_wrap_with_another_class_does_not_take_a_log_away_from_its_readers(people, case):

    org, log, key = bytes.fromhex(people.org), bytes.fromhex(case), EpochKey(b"o" * 32)
    kem = people.directory.keys(people.vera.me).kem
    for cls in (LogClass.ALARM, LogClass.ORG, LogClass.MEMBER):
        secret = key.secret + wraps.class_byte(cls)
        info = wraps.wrap_info(org, log, key.id, kem)
        body = wraps.make(secret, [kem], lambda _, info=info: info, people.oleg._random)
        name = wraps.name(log, key.id, body)
        people.node("disk").store.append(Batch(wraps=(WrapBody(name, log, key.id, body),)), {})
    reader = people.unlock("Lapwing")
    assert case in reader.logs(LogClass.CASE)
    assert case not in reader.logs(LogClass.ALARM)
    assert len(noted(reader, case)) == 6
    note(reader, case, "still mine")
    assert noted(people.ilya, case)[-1] == "still mine"


def test_a_wrap_that_no_grant_names_is_reported(people, case):
    test_a_wrap_with_another_class_does_not_take_a_log_away_from_its_readers(people, case)
    assert Verdict.UNKNOWN_WRAP in {one.verdict for one in people.unlock("Lapwing").verify().findings}


def test_junk_signed_by_nobody_does_not_stop_the_readers(people, case):
    """Anyone with the disk can sign an entry with a key of their own under an epoch of their own."""

    tips = tuple(row[1] for row in Disk(people).rows(case)[-1:])
    log = bytes.fromhex(case)
    place, key = Place(log, 0, NOTHING, tips), EpochKey(b"j" * 32)
    junk = seal(b"{}", place, Signing(b"j" * 32), key, r=bytes(32), nonce=bytes(12))
    people.node("disk").store.append(Batch((NewRow(log, junk.id, junk.head, junk.body, junk.sig),)), {})
    reader = people.unlock("Lapwing")
    note(reader, case, "we go on")
    assert noted(people.unlock("Siskin"), case)[-1] == "we go on"
    assert noted(people.ilya, case) == noted(people.unlock("Siskin"), case)


def test_a_member_cannot_write_as_another(people, case):
    """Vera's device cannot certify itself for Ilya: the directory says whose device it is."""
    note(people.vera, case, "mine")
    assert people.ilya.entries(case)[-1].by == people.vera.me
    device = people.directory.device(people.vera.device)
    assert device.owner == people.vera.me


def test_a_second_org_log_is_nobodys(people):
    """A log of class ORG under a random id would let a member rename everybody."""

    fake = LogId(people.oleg.new_id())
    everybody = frozenset(people.directory.members)
    people.oleg.record(lambda: [NewLog(fake, LogClass.ORG, everybody)])
    names = {card.name for card in people.vera.people().values()}
    assert fake not in people.vera.logs(LogClass.ORG)
    renamed = Put(people.log(LogClass.ORG), MemberDescribed(member=people.vera.me, name="x"))
    with pytest.raises(NotPermitted, match="is not for a member to sign"):
        people.oleg.record(lambda: [renamed])
    assert {card.name for card in people.unlock("Lapwing").people().values()} == names


@pytest.mark.slow
def test_ten_thousand_mutations_are_all_detected_and_nothing_sound_is_blamed(people, case):
    log, chance = bytes.fromhex(case), random.Random(11)
    book = people.vera._library.books[log]
    directory = people.vera._library.directory_log
    keys = {log: LogKeys(book.cls, tuple(book.keys.values()))}
    carriers = people.vera._store.entries(directory.log)
    whole = Disk(people).rows(case)

    def verdict(rows: list[tuple]) -> Verdict:
        entries = [Row(*row[2:]) for row in rows]
        return verify_rows(people.org, {directory.log: carriers, log: entries}, keys, people.registry).verdict

    assert verdict(whole) is Verdict.OK
    mutations = [chance.choice((flip, flip, drop, swap)) for _ in range(10_000)]
    missed = [
        number for number, mutate in enumerate(mutations) if verdict(mutate(chance, whole)) is Verdict.OK
    ]
    assert missed == []
