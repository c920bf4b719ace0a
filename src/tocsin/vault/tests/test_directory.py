# SPDX-License-Identifier: AGPL-3.0-or-later
"""The directory: what it takes to say who is who, and what two stewards can and cannot do to each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import EVENING, Chance

from tocsin.vault import statements
from tocsin.vault.directory import Directory
from tocsin.vault.ids import MemberId, OrgId
from tocsin.vault.keys import Device, Identity
from tocsin.vault.statements import Statement
from tocsin.vault.verdicts import Rejected

CHANCE = Chance("directory")


class Person:
    def __init__(self, callsign: str) -> None:
        self.callsign, self.id = callsign, CHANCE(16)
        self.identity, self.device = Identity(CHANCE(32)), Device(CHANCE(32))

    @property
    def member(self) -> MemberId:
        return MemberId(self.id.hex())

    def fields(self, *roles: str, identity: Identity | None = None) -> dict:
        keys = statements.key_fields((identity or self.identity).public)
        return {"id": self.id.hex(), "callsign": self.callsign, "roles": list(roles), **keys}


VERA, ILYA, NINA, OLEG = (Person(name) for name in ("Lapwing", "Siskin", "Dunlin", "Bittern"))


def signed(directory: Directory, do: str, *by: Person, at_seq: int | None = None, **fields) -> Statement:
    seq = directory.seq + 1 if at_seq is None else at_seq
    text = statements.draft(do, seq=seq, prev=directory.head, at=EVENING, **fields)
    return carried(text, *by)


def carried(text: str, *by: Person) -> Statement:
    return statements.read(
        statements.body(text, [statements.sign(text, one.id, one.identity) for one in by], EVENING)
    )


def genesis(
    *stewards: Person, threshold: int | None = None, by: tuple[Person, ...] | None = None
) -> Directory:
    text = statements.draft(
        "genesis", seq=0, prev=bytes(32), at=EVENING, stewards=[one.fields("steward") for one in stewards],
        threshold=min(2, len(stewards)) if threshold is None else threshold, nonce="00" * 16,
    )  # fmt: skip
    return Directory(OrgId(statements.hash_of(text).hex())).step(
        carried(text, *(stewards if by is None else by))
    )


@pytest.fixture(scope="module")
def two() -> Directory:
    return genesis(VERA, ILYA)


@pytest.fixture(scope="module")
def desk(two) -> Directory:
    directory = two.step(signed(two, "member", VERA, ILYA, **NINA.fields("case-worker")))
    return directory.step(
        signed(directory, "device", NINA, owner=NINA.member, key=NINA.device.signing.public.hex())
    )


def suspended(directory: Directory, whom: Person, by: Person) -> Directory:
    return directory.step(signed(directory, "suspend", by, member=whom.member))


def test_the_organisation_is_the_hash_of_its_genesis(two):
    assert two.org == two.head.hex() and two.stewards == {VERA.member, ILYA.member} and two.threshold == 2


def test_a_genesis_needs_every_steward_it_names():
    with pytest.raises(Rejected, match="1 stewards signed where 2 are needed"):
        genesis(VERA, ILYA, by=(VERA,))


@pytest.mark.parametrize("threshold", [0, 1, 3])
def test_two_stewards_cannot_found_with_another_threshold(threshold):
    with pytest.raises(Rejected, match="the threshold is two"):
        genesis(VERA, ILYA, threshold=threshold)


def test_one_person_alone_may_found_and_is_then_the_threshold():
    assert genesis(VERA).threshold == 1


def test_another_genesis_than_the_pinned_one_is_refused(two):
    with pytest.raises(Rejected, match="not that of the pinned organisation"):
        Directory(OrgId("00" * 32)).step(
            signed(Directory(two.org), "genesis", VERA, stewards=[], threshold=0)
        )


@pytest.mark.parametrize("do", ["member", "bell", "relay", "intake"])
def test_one_steward_alone_changes_nothing(two, do):
    fields = {
        "member": NINA.fields("case-worker"),
        "bell": NINA.fields(),
        "relay": {"address": "http://relay.invalid", "key": "00" * 32, "id": "00" * 16},
        "intake": {"periods": []},
    }[do]
    for signers in ((VERA,), (VERA, VERA), (VERA, NINA), (VERA, OLEG), ()):
        with pytest.raises(Rejected, match="stewards signed where 2 are needed"):
            two.step(signed(two, do, *signers, **fields))
    assert two.step(signed(two, do, VERA, ILYA, **fields)).seq == 1


def test_a_signature_for_another_place_in_the_chain_counts_for_nothing(two, desk):
    old = signed(two, "member", VERA, ILYA, **OLEG.fields())
    with pytest.raises(Rejected, match="bad-statement"):
        desk.step(replace(old, seq=desk.seq + 1))


def test_only_the_owner_certifies_a_device(desk):
    key = Device(CHANCE(32)).signing.public.hex()
    with pytest.raises(Rejected, match="not signed by the device's owner"):
        desk.step(signed(desk, "device", VERA, ILYA, owner=NINA.member, key=key))
    with pytest.raises(Rejected, match="certified already"):
        desk.step(signed(desk, "device", NINA, owner=NINA.member, key=NINA.device.signing.public.hex()))


def test_a_device_is_revoked_by_its_owner_or_by_two_stewards(desk):
    id = NINA.device.id.hex()
    for signers in ((NINA,), (VERA, ILYA)):
        assert desk.step(signed(desk, "revoke", *signers, device=id)).devices[id].revoked
    with pytest.raises(Rejected, match="1 stewards signed"):
        desk.step(signed(desk, "revoke", VERA, device=id))


def test_one_steward_may_suspend_anyone_and_nobody_else_may(desk):
    assert suspended(desk, NINA, VERA).members[NINA.member].suspended
    assert suspended(desk, ILYA, VERA).members[ILYA.member].suspended
    with pytest.raises(Rejected, match="0 stewards signed"):
        suspended(desk, VERA, NINA)


def test_a_steward_who_suspends_the_other_freezes_the_directory_but_does_not_own_it(desk):
    alone = suspended(desk, ILYA, VERA)
    with pytest.raises(Rejected, match="1 stewards signed where 2"):
        alone.step(signed(alone, "member", VERA, ILYA, **OLEG.fields("steward")))
    with pytest.raises(Rejected, match="1 stewards signed where 2"):
        alone.step(signed(alone, "suspend", VERA, member=ILYA.member, lifted=True))
    both = alone.step(signed(alone, "suspend", VERA, ILYA, member=ILYA.member, lifted=True))
    assert not both.members[ILYA.member].suspended


def test_a_callsign_is_given_once(desk):
    double = Person("dunlin")
    with pytest.raises(Rejected, match="this callsign is taken"):
        desk.step(signed(desk, "member", VERA, ILYA, **double.fields()))


def test_a_rekeyed_member_keeps_id_and_callsign(desk):
    fresh = Identity(CHANCE(32))
    after = desk.step(signed(desk, "member", VERA, ILYA, **NINA.fields("case-worker", identity=fresh)))
    assert after.members[NINA.member].keys == fresh.public
    assert after.members[NINA.member].keys.fingerprint != desk.members[NINA.member].keys.fingerprint


def test_whoever_was_a_steward_once_did_write_as_one(desk):
    after = desk.step(signed(desk, "member", VERA, ILYA, **ILYA.fields("lawyer")))
    assert after.stewards == {VERA.member} and after.ever_stewards == {VERA.member, ILYA.member}


def test_the_same_statement_again_is_nothing_and_another_that_holds_is_a_fork(two, desk):
    again = signed(two, "member", VERA, ILYA, **NINA.fields("case-worker"))
    assert desk.step(again) == desk
    other = signed(two, "member", VERA, ILYA, **OLEG.fields())
    assert desk.step(other).forked and not desk.forked


def test_junk_at_a_known_place_does_not_freeze_grants(two, desk):
    with pytest.raises(Rejected, match="0 stewards signed"):
        desk.step(signed(two, "member", OLEG, **OLEG.fields("steward")))


def test_a_key_of_low_order_is_no_key(two):
    broken = {**NINA.fields(), "kem": "ff" * 1216}
    with pytest.raises(Rejected, match="not an X-Wing public key"):
        two.step(signed(two, "member", VERA, ILYA, **broken))


def test_an_unknown_statement_asks_for_a_newer_version(two):
    with pytest.raises(Rejected, match="newer-version"):
        two.step(signed(two, "dissolve", VERA, ILYA))


def periods(count: int) -> list[dict]:
    week = timedelta(days=7)
    return [
        {
            "id": CHANCE(16).hex(),
            "start": (EVENING + n * week).isoformat(),
            "end": (EVENING + (n + 1) * week).isoformat(),
            "kem": Identity(CHANCE(32)).kem.public.hex(),
        }
        for n in range(count)
    ]


def test_the_period_of_a_moment_is_found_and_the_last_one_outlives_the_schedule(two):
    made = periods(3)
    after = two.step(signed(two, "intake", VERA, ILYA, periods=made))
    at = [EVENING, EVENING + timedelta(days=7), EVENING + timedelta(days=20), EVENING + timedelta(days=90)]
    assert [after.period_at(one).id.hex() for one in at] == [made[n]["id"] for n in (0, 1, 2, 2)]
    assert [after.overdue(one) for one in at] == [False, False, False, True]
    assert two.period_at(EVENING) is None


@pytest.mark.parametrize(
    "field, value",
    [("end", EVENING.isoformat()), ("start", "2021-02-06T17:00:00"), ("id", "xx"), ("kem", "00")],
)
def test_a_period_that_cannot_be_is_refused(two, field, value):
    (broken,) = periods(1)
    with pytest.raises(Rejected, match="bad-statement"):
        two.step(signed(two, "intake", VERA, ILYA, periods=[{**broken, field: value}]))


FIELDS = st.dictionaries(
    st.sampled_from(
        [
            "id",
            "callsign",
            "roles",
            "kem",
            "sign",
            "member",
            "owner",
            "key",
            "device",
            "periods",
            "address",
            "lifted",
        ]
    ),
    st.none()
    | st.integers()
    | st.text(max_size=40)
    | st.lists(st.text(max_size=4), max_size=2)
    | st.just("00" * 16),
    max_size=6,
)


@given(st.sampled_from(["member", "suspend", "device", "revoke", "bell", "relay", "intake"]), FIELDS)
@settings(deadline=None)
def test_whatever_two_stewards_sign_is_accepted_or_rejected(do, fields):
    directory = genesis(VERA, ILYA)
    try:
        assert directory.step(signed(directory, do, VERA, ILYA, **fields)).seq == 1
    except Rejected as rejected:
        assert str(rejected)
