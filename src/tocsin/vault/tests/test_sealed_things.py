# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parcels, files, kept forms and wraps: sealed to whom they are meant, and of use to nobody elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import Cast, Chance, cast

from tocsin.vault import disclosure, files, intake, jsontext, kept, wraps
from tocsin.vault.directory import Directory
from tocsin.vault.files import FileDamaged, FileNotHere, SealedFile, Sealing, unseal
from tocsin.vault.ids import LogId, OrgId
from tocsin.vault.keys import Identity, KemSecret, PublicKeys
from tocsin.vault.kinds import LogClass, Registry, fact
from tocsin.vault.padding import is_padded
from tocsin.vault.session import Put
from tocsin.vault.verdicts import Rejected, Verdict

LOG = b"l" * 16


@fact("sealed.kept/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    photographs: tuple[SealedFile, ...]


@pytest.fixture
def people(tmp_path, monkeypatch) -> Cast:
    monkeypatch.setattr("tests.cast.registry", lambda: Registry([Kept]))
    return cast(tmp_path)


# -- parcels


def test_a_parcel_says_only_where_it_came_from(people):
    raw = intake.seal_parcel(
        people.directory, "web", {"text": "Sadovaya 14"}, people.clock(), relay=b"r" * 16
    )
    label = intake.read_label(raw)
    assert (label.lane, label.relay, label.org) == ("web", b"r" * 16, people.org)
    assert b"Sadovaya" not in raw and is_padded(len(label.sealed) - 1136)


def test_parcels_of_equal_class_have_equal_length(people):
    lengths = {
        len(intake.seal_parcel(people.directory, "web", {"text": "x" * n}, people.clock()))
        for n in range(0, 400, 37)
    }
    assert len(lengths) == 1


@pytest.mark.parametrize(
    "change", [{"lane": "phone"}, {"relay": b"x" * 16}, {"period": b"x" * 16}, {"org": OrgId("00" * 32)}]
)
def test_a_parcel_relabelled_does_not_open(people, change):
    raw = intake.seal_parcel(people.directory, "web", {"text": "a"}, people.clock())
    label = intake.read_label(raw)
    secret = people.vera._library.period_secret(label.period)
    assert intake.open_parcel(label, secret) == {"text": "a"}
    with pytest.raises(intake.BadParcel, match="altered"):
        intake.open_parcel(replace(label, **change), secret)


def test_a_foreign_parcel_is_not_taken_in(people):
    other = replace(people.directory, org=OrgId("11" * 32))
    raw = intake.seal_parcel(other, "web", {"text": "a"}, people.clock())
    with pytest.raises(intake.BadParcel, match="another organisation"):
        people.bell.keep_parcel(raw)


def test_without_an_intake_key_nothing_is_taken_in_silently(people):
    with pytest.raises(intake.NoIntakeKey):
        intake.seal_parcel(Directory(people.org), "web", {}, people.clock())


def test_a_parcel_altered_in_the_store_is_noticed(people):
    raw = intake.seal_parcel(people.directory, "web", {"text": "a"}, people.clock())
    name = people.bell.keep_parcel(raw)
    people.vera._store._db.execute("UPDATE parcels SET body = ?", (raw[:-1] + bytes([raw[-1] ^ 1]),))
    with pytest.raises(intake.BadParcel, match="not the bytes that came in"):
        people.vera.read_parcel(name)


# -- files


def sealed(plain: bytes, log: bytes = LOG) -> tuple[SealedFile, bytes]:
    sealing = Sealing(log, Chance("file"), [plain[at : at + 5000] for at in range(0, len(plain), 5000)])
    raw = b"".join(sealing)
    return sealing.done("door.jpg", "image/jpeg"), raw


@given(st.integers(0, 60_000), st.integers(1, 20_000))
@settings(deadline=None, max_examples=40)
def test_a_file_of_any_length_comes_back_in_any_chunks(size, step):
    plain = bytes(range(256)) * (size // 256 + 1)
    file, raw = sealed(plain[:size])
    chunks = [raw[at : at + step] for at in range(0, len(raw), step)]
    assert b"".join(unseal(LOG, file, chunks)) == plain[:size]
    assert file.size == size


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_a_flipped_bit_anywhere_in_a_file_is_noticed(data):
    file, raw = sealed(b"broken lock" * 4000)
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    broken = bytearray(raw)
    broken[bit // 8] ^= 1 << bit % 8
    with pytest.raises(FileDamaged):
        list(unseal(LOG, file, [bytes(broken)]))


def test_a_file_moved_to_another_log_or_swapped_for_another_does_not_open():
    file, raw = sealed(b"photograph")
    with pytest.raises(FileDamaged):
        list(unseal(b"x" * 16, file, [raw]))
    with pytest.raises(FileDamaged):
        list(unseal(LOG, replace(file, sha256="00" * 32), [raw]))
    with pytest.raises(FileDamaged):
        list(unseal(LOG, replace(file, size=file.size + 600), [raw]))


def test_verify_finds_a_damaged_and_a_missing_file(people):
    log = people.new_log(people.vera, LogClass.CASE)
    photographs = tuple(
        people.vera.put_file(log, [b"photograph %d" % n * 2000], name=f"{n}.jpg", media_type="image/jpeg")
        for n in range(3)
    )
    people.vera.record(lambda: [Put(log, Kept(photographs=photographs))])
    assert people.vera.verify().verdict is Verdict.OK
    folder = people.folder / "node" / "files"
    whole = (folder / photographs[0].id).read_bytes()
    (folder / photographs[0].id).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    (folder / photographs[1].id).unlink()
    found = {one.verdict: one.detail for one in people.vera.verify().findings}
    assert found == {Verdict.DAMAGED_FILE: photographs[0].id, Verdict.MISSING_FILE: photographs[1].id}
    with pytest.raises(FileNotHere):
        list(people.vera.read_file(log, photographs[1]))


# -- kept forms


@given(st.binary(max_size=3000))
@settings(deadline=None, max_examples=30)
def test_a_kept_form_comes_back_exactly(content):
    me, org = Identity(b"m" * 32), b"o" * 32
    raw = kept.seal_for(me.public.kem, org, content)
    assert kept.open_kept(me, org, raw) == content
    assert kept.open_kept(me, b"x" * 32, raw) is None
    assert kept.open_kept(Identity(b"n" * 32), org, raw) is None


@given(st.binary(max_size=1400))
@settings(deadline=None, max_examples=30)
def test_any_bytes_in_the_kept_folder_are_just_not_mine(raw):
    assert kept.open_kept(Identity(b"m" * 32), b"o" * 32, raw) is None


# -- wraps


@given(st.integers(0, 40))
@settings(deadline=None, max_examples=12)
def test_wrap_bodies_come_in_few_sizes_whoever_reads(readers):
    size = wraps.size_for(readers)
    assert size >= max(8, readers) and size & (size - 1) == 0 and size < max(16, 2 * readers)


def test_a_wrap_body_does_not_say_how_many_read_it():
    one, three = ([Identity(bytes([n]) * 32) for n in range(count)] for count in (1, 3))
    bodies = []
    for people in (one, three):
        bodies.append(
            wraps.make(b"k" * 33, [me.public.kem for me in people], lambda kem: b"info", Chance("w"))
        )
        assert all(wraps.open_with(me, bodies[-1], b"info", 33) == b"k" * 33 for me in people)
        assert wraps.open_with(Identity(b"z" * 32), bodies[-1], b"info", 33) is None
    assert len(bodies[0]) == len(bodies[1]) == 8 * 1169


def test_a_secret_of_another_size_is_not_taken():
    me = Identity(b"m" * 32)
    body = wraps.make(b"k" * 32, [me.public.kem], lambda kem: b"info", Chance("w"))
    assert wraps.open_with(me, body, b"info", 33) is None
    assert list(wraps.split(body[:-1], 32)) == []


# -- keys


def test_the_composite_key_is_the_x_wing_of_the_draft():
    """First vector of draft-connolly-cfrg-xwing-kem: the seed gives this public key's beginning and end."""
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
    public = KemSecret(seed).public
    assert public[:8].hex() == "e2236b35a8c24b39"
    assert len(public) == 1216


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
@settings(deadline=None, max_examples=20)
def test_two_seeds_have_nothing_in_common(one, two):
    if one != two:
        first, second = Identity(one), Identity(two)
        assert first.public != second.public and first.member_log != second.member_log


def test_a_fingerprint_covers_both_keys():
    keys = Identity(b"m" * 32).public
    other = Identity(b"n" * 32).public
    seen = {
        PublicKeys(kem, sign).fingerprint for kem in (keys.kem, other.kem) for sign in (keys.sign, other.sign)
    }
    assert len(seen) == 4 and all(len(one.split()) == 8 for one in seen)


# -- disclosure


def test_one_entry_is_disclosed_and_checked_without_a_key(people):
    log = people.new_log(people.vera, LogClass.CASE)
    (recorded,) = people.vera.record(lambda: [Put(log, Kept(photographs=()))])
    made = people.vera.disclose(recorded)
    again = disclosure.Disclosure.from_dict(jsontext.read(jsontext.write(made.to_dict())))
    assert again == made and made.id.hex() == recorded.id
    assert disclosure.check(again, people.directory).member == people.vera.me
    assert people.unlock("Lapwing").disclose(recorded) == made


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"json": b'{"kind":"sealed.kept/1"}'}, Verdict.BAD_COMMIT),
        ({"r": bytes(32)}, Verdict.BAD_COMMIT),
        ({"body_hash": bytes(32)}, Verdict.BAD_SIGNATURE),
        ({"sig": bytes(64)}, Verdict.BAD_SIGNATURE),
        ({"head": b"x"}, Verdict.MALFORMED),
        ({"certificate": {}}, Verdict.UNKNOWN_AUTHOR),
        ({"certificate": {"device": "00" * 16, "class": "case", "sig": "00" * 64}}, Verdict.UNKNOWN_AUTHOR),
    ],
)
def test_a_disclosure_altered_anywhere_does_not_hold(people, change, verdict):
    log = people.new_log(people.vera, LogClass.CASE)
    made = people.vera.disclose(people.vera.entries(LogId(log))[0])
    with pytest.raises(Rejected) as caught:
        disclosure.check(replace(made, **change), people.directory)
    assert caught.value.verdict is verdict


def test_the_file_module_names_its_context():
    assert files._context(LOG, b"f" * 16) == b"tocsin/file/1" + LOG + b"f" * 16
