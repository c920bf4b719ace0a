# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keyring: the next unlock opens fewer wraps, finds the same logs, and outlives no deletion."""

from __future__ import annotations

import pytest
from tests.cast import cast

from tocsin.vault import keys
from tocsin.vault.keyring import KeyringFile
from tocsin.vault.keys import Identity
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import NoSuchLog
from tocsin.wires.store.shelves import MemoryShelf


@pytest.fixture
def people(tmp_path):
    made = cast(tmp_path)
    for _ in range(20):
        made.new_log(made.vera, LogClass.CASE, made.ilya)
    return made


@pytest.fixture
def opened(monkeypatch) -> list[int]:
    """Counts the decapsulations."""
    count: list[int] = []
    real = keys.KemSecret.open
    monkeypatch.setattr(keys.KemSecret, "open", lambda *args: count.append(1) or real(*args))
    return count


def test_the_second_unlock_opens_no_wrap_again_and_finds_the_same(people, opened):
    first = people.unlock("Siskin").logs(LogClass.CASE)
    tried = len(opened)
    assert tried > 20 and len(first) == 20
    assert people.unlock("Siskin").logs(LogClass.CASE) == first
    assert len(opened) == tried


def test_a_member_without_a_wrap_remembers_that_too(people, opened):
    assert people.unlock("Bittern").logs(LogClass.CASE) == ()
    tried = len(opened)
    assert people.unlock("Bittern").logs(LogClass.CASE) == ()
    assert tried > 100 and len(opened) == tried


def test_a_deleted_wrap_takes_its_key_along(people):
    store = people.node("x").store
    log = people.unlock("Siskin").logs(LogClass.CASE)[0]
    store.drop_wraps([name for name, subject in store.wrap_names() if subject.hex() == log])
    reader = people.unlock("Siskin")
    assert log not in reader.logs(LogClass.CASE)
    with pytest.raises(NoSuchLog):
        reader.entries(log)


@pytest.mark.parametrize("damage", [lambda raw: b"", lambda raw: raw[:-1], lambda raw: b"x" + raw[1:]])
def test_a_damaged_keyring_is_drawn_again(people, damage):
    logs = people.unlock("Siskin").logs(LogClass.CASE)
    for path in (people.folder / "node" / "keyrings").iterdir():
        path.write_bytes(damage(path.read_bytes()))
    assert people.unlock("Siskin").logs(LogClass.CASE) == logs


def test_it_lies_there_sealed_and_under_a_name_that_is_nobodys(people):
    people.unlock("Siskin")
    key = next(iter(people.ilya._library.books.values())).keys
    secrets = [one.secret for one in key.values()]
    for path in (people.folder / "node" / "keyrings").iterdir():
        assert not [secret for secret in secrets if secret in path.read_bytes()]
        assert people.ilya.me not in path.name


def test_another_member_cannot_read_it():
    shelf = MemoryShelf()
    mine = KeyringFile(shelf, Identity(b"a" * 32), lambda size: b"n" * size)
    mine.ring.closed |= {bytes([n]) * 32 for n in range(20)}
    mine.save_when_worth_it()
    (name,) = shelf.names()
    theirs = KeyringFile(shelf, Identity(b"b" * 32), lambda size: b"n" * size)
    theirs._name = name
    assert not theirs._load().closed
    assert len(KeyringFile(shelf, Identity(b"a" * 32), lambda size: b"n" * size).ring.closed) == 20
