# SPDX-License-Identifier: AGPL-3.0-or-later
"""Founding and unlocking: what is written, what a wrong word costs, and what a machine must hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import CHEAP, EVENING, PEREPRAVA, Chance, cast

from tocsin.vault import keybag
from tocsin.vault.facts import MemberDescribed
from tocsin.vault.founding import Answers, CannotFound, NewMember, found, write
from tocsin.vault.intake import seal_parcel
from tocsin.vault.keybag import BadKeybag, WrongPassphrase
from tocsin.vault.kinds import LogClass, Registry, Signer
from tocsin.vault.opening import NoDevice, NotFounded, open_bell, unlock
from tocsin.vault.session import Put, Suspended
from tocsin.vault.verdicts import Verdict
from tocsin.wires.store.node import open_node


@pytest.fixture
def people(tmp_path):
    return cast(tmp_path)


def refound(**changes) -> None:
    found(
        replace(PEREPRAVA, **changes),
        now=EVENING,
        random_bytes=Chance("f"),
        registry=Registry([]),
        cost=CHEAP,
    )


def test_each_member_unlocks_as_themselves(people):
    for one in PEREPRAVA.members:
        vault = people.unlock(one.callsign)
        assert vault.me == people.id(one.callsign)
        assert vault.people()[vault.me].name == one.name
        assert vault.signer is Signer.MEMBER


def test_everybody_has_keys_of_their_own(people):
    cards = people.directory.members.values()
    assert len({card.keys.kem for card in cards}) == len({card.keys.sign for card in cards}) == 5
    assert (
        len(set(people.founded.passphrases.values())) == len(set(people.founded.fingerprints.values())) == 5
    )
    for card in cards:
        assert people.founded.fingerprints[card.callsign] == card.keys.fingerprint


def test_a_passphrase_is_a_callsign_and_eight_words(people):
    for callsign, passphrase in people.founded.passphrases.items():
        assert re.fullmatch(rf"{callsign.lower()}( [a-z]+){{8}}", passphrase)


@pytest.mark.parametrize("typed", ["lapwing wrong words", "nobody at all", "", "  ", "siskin"])
def test_a_wrong_word_and_a_missing_account_read_the_same(people, typed):
    with pytest.raises(WrongPassphrase) as caught:
        unlock(people.node("door"), typed)
    assert str(caught.value) == ""


@pytest.mark.parametrize("typed", ["lapwing wrong words", "nobody at all"])
def test_a_wrong_word_and_a_missing_account_cost_the_same_work(people, typed, monkeypatch):
    spent = []
    real = keybag.hash_secret_raw
    monkeypatch.setattr(keybag, "hash_secret_raw", lambda *args: spent.append(args[2:5]) or real(*args))
    with pytest.raises(WrongPassphrase):
        unlock(people.node("door"), typed)
    assert spent == [(CHEAP.passes, CHEAP.memory, CHEAP.lanes)]


def test_a_machine_of_another_member_says_it_is_not_enrolled(people):
    for file in (people.folder / "node" / "devices").iterdir():
        file.unlink()
    with pytest.raises(NoDevice):
        people.unlock("Lapwing")


def test_an_altered_device_file_is_no_device(people):
    for file in (people.folder / "node" / "devices").iterdir():
        file.write_bytes(file.read_bytes()[:-1] + b"\0")
    with pytest.raises(NoDevice):
        people.unlock("Lapwing")


def test_another_pinned_organisation_opens_nothing(people):
    (people.folder / "node" / "org").write_text("00" * 32)
    with pytest.raises(WrongPassphrase):
        people.unlock("Lapwing")


def test_an_empty_folder_is_not_founded(tmp_path, people):
    node = open_node(tmp_path / "elsewhere", Registry([]), floor=CHEAP)
    with pytest.raises(NotFounded):
        unlock(node, "lapwing")


def test_without_an_explicit_floor_a_cheap_keybag_is_refused(people):
    node = open_node(people.folder, people.registry)
    with pytest.raises(BadKeybag, match="out of bounds"):
        unlock(node, people.passphrase("Lapwing"))


def test_only_a_bell_key_opens_a_bell(people):
    assert people.bell.signer is Signer.BELL
    with pytest.raises(ValueError, match="not a bell key"):
        open_bell(people.node("x"), b"x" * 96)


def test_founding_twice_into_one_folder_is_refused(people):
    with pytest.raises(FileExistsError):
        write(people.founded, people.folder, people.node("x").store)


def test_nothing_but_callsigns_stands_readable_on_the_disk(people):
    planted = [one.name for one in PEREPRAVA.members] + [PEREPRAVA.organisation, PEREPRAVA.fallback_phone]
    for path in people.folder.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert not [word for word in planted if word.encode() in raw], path.name
            assert path.stat().st_mode & 0o077 == 0 or path.parent.stat().st_mode & 0o077 == 0


def test_the_whole_node_verifies_after_founding(people):
    report = people.vera.verify()
    assert report.verdict is Verdict.OK and report.sealed == 4
    assert people.bell.verify().verdict is Verdict.OK


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"members": (NewMember("Lapwing", "Vera", ("steward",), True), NewMember("Siskin", "Ilya"))},
            "needs two stewards",
        ),
        ({"members": (NewMember("Lapwing", "Vera", ()),)}, "needs two stewards"),
        ({"members": ()}, "needs two stewards"),
        ({"members": (NewMember("Lap wing", "Vera", ("steward",), True),)}, "one word of 3 to 24 letters"),
        ({"members": (NewMember("Bell", "Vera", ("steward",), True),)}, "is called Bell"),
        (
            {"members": tuple(NewMember(name, "V", ("steward",), True) for name in ("Lapwing", "lapwing"))},
            "same callsign",
        ),
        ({"members": (NewMember("Lapwing", "Vera", ("steward",)),)}, "put somebody on call"),
    ],
)
def test_answers_that_make_no_organisation_say_why(changes, why):
    with pytest.raises(CannotFound, match=why):
        refound(**changes)


def test_one_person_alone_is_an_organisation(tmp_path):
    alone = Answers("One", "UTC", ("en",), "", (NewMember("Lapwing", "Vera", ("steward",), on_call=True),))
    made = cast(tmp_path, alone)
    assert made.directory.threshold == 1 and made.vera.organisation().name == "One"


def test_eight_periods_are_made_ahead(people):
    assert len(people.directory.periods) == 8
    at = EVENING + timedelta(days=50)
    raw = seal_parcel(people.directory, "web", {"text": "in seven weeks"}, at)
    assert people.ilya.read_parcel(people.bell.keep_parcel(raw)) == {"text": "in seven weeks"}
    assert not people.directory.overdue(at) and people.directory.overdue(EVENING + timedelta(days=60))


def test_a_suspended_member_cannot_write_from_the_moment_it_is_known(people):
    text = people.ilya.draft_statement("suspend", member=people.nina.me)
    people.ilya.publish_statement(text, [people.ilya.sign_statement(text)])
    assert people.nina.people()[people.nina.me].suspended
    with pytest.raises(Suspended, match="Speak to a steward"):
        people.nina.record(list)


def test_two_stewards_describe_and_one_who_is_none_does_not(people):
    org = people.log(LogClass.ORG)
    people.ilya.record(lambda: [Put(org, MemberDescribed(member=people.marta.me, name="Marta S. Solano"))])
    assert people.oleg.people()[people.marta.me].name == "Marta S. Solano"
    assert people.vera.entries(org)[-1].signer is Signer.STEWARD
