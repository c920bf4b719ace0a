# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a Vault promises the chapters: who reads what, batches that hold together, pictures that keep up."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from tests.cast import Cast, cast

from tocsin.vault import intake
from tocsin.vault.ids import LogId
from tocsin.vault.kept import seal_for
from tocsin.vault.kinds import LogClass, Recorded, Registry, Signer, Unknown, fact
from tocsin.vault.opening import unlock
from tocsin.vault.session import (
    Grant,
    GrantsFrozen,
    Moved,
    NeedsNewer,
    NewLog,
    NoLongerReader,
    NoSuchLog,
    NotForMe,
    NotHereYet,
    NotPermitted,
    Put,
    Revoke,
    Suspended,
    Vault,
)


@fact("test.noted/1", log=(LogClass.CASE, LogClass.BELL), signers=(Signer.MEMBER, Signer.BELL))
@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    words: str


@fact("test.shown/1", log=LogClass.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    words: str


class Words:
    """Everything noted, in order."""

    def empty(self) -> tuple[str, ...]:
        return ()

    def step(self, state: tuple[str, ...], entry: Recorded) -> tuple[str, ...]:
        return (*state, entry.fact.words) if isinstance(entry.fact, (Noted, Shown)) else state


@pytest.fixture
def people(tmp_path, monkeypatch) -> Cast:
    monkeypatch.setattr("tests.cast.registry", lambda: Registry([Noted, Shown]))
    return cast(tmp_path)


def note(vault: Vault, log: LogId, words: str) -> Recorded:
    (recorded,) = vault.record(lambda: [Put(log, Noted(words=words))])
    return recorded


def test_what_one_reader_records_the_other_reads_and_a_third_never_learns_of(people):
    log = people.new_log(people.vera, LogClass.CASE, people.ilya)
    recorded = note(people.vera, log, "no answer at the door")
    assert people.ilya.entries(log)[-1] == recorded
    assert recorded.by == people.vera.me and recorded.signer is Signer.MEMBER
    assert log not in people.oleg.logs(LogClass.CASE)
    with pytest.raises(NoSuchLog):
        people.oleg.entries(log)


def test_a_picture_is_drawn_on_and_equals_one_drawn_anew(people):
    log = people.new_log(people.vera, LogClass.CASE, people.ilya)
    for number in range(4):
        note(people.vera if number % 2 else people.ilya, log, str(number))
        assert people.vera.draw(log, Words()) == tuple(map(str, range(number + 1)))
    assert (
        people.unlock("Lapwing").draw(log, Words()) == people.vera.draw(log, Words()) == ("0", "1", "2", "3")
    )


def test_a_granted_member_reads_everything_and_a_revoked_one_nothing_new(people):
    log = people.new_log(people.vera, LogClass.CASE)
    note(people.vera, log, "before")
    people.vera.record(lambda: [Grant(log, people.nina.me)])
    assert people.nina.draw(log, Words()) == ("before",)
    people.vera.record(lambda: [Revoke(log, people.nina.me)])
    note(people.vera, log, "after")
    assert people.nina.draw(log, Words()) == ("before",)
    assert people.unlock("Dunlin").draw(log, Words()) == ("before",)
    assert people.vera.readers(log) == {people.vera.me}


def test_a_plan_runs_again_when_a_log_it_drew_has_moved(people):
    log = people.new_log(people.vera, LogClass.CASE, people.ilya)
    other = people.new_log(people.vera, LogClass.CASE)
    seen = []

    def plan():
        seen.append(people.vera.draw(log, Words()))
        if len(seen) == 1:
            note(people.ilya, log, "first")
        return [Put(other, Noted(words="decided"))]

    people.vera.record(plan)
    assert seen == [(), ("first",)]
    assert people.vera.draw(other, Words()) == ("decided",)


def test_a_plan_that_never_finds_rest_gives_up_and_writes_nothing(people):
    log = people.new_log(people.vera, LogClass.CASE, people.ilya)

    def plan():
        note(people.ilya, log, "again")
        return [Put(log, Noted(words="never"))]

    with pytest.raises(Moved):
        people.vera.record(plan)
    assert people.vera.draw(log, Words()) == ("again",) * 4


def test_a_batch_over_two_logs_is_all_or_nothing(people):
    log = people.new_log(people.vera, LogClass.CASE)
    with pytest.raises(NoSuchLog):
        people.vera.record(
            lambda: [Put(log, Noted(words="half")), Put(LogId("00" * 16), Noted(words="other"))]
        )
    assert people.vera.draw(log, Words()) == ()


def test_a_kind_in_the_wrong_log_is_refused_before_anything_is_written(people):
    log = people.new_log(people.vera, LogClass.CASE)
    with pytest.raises(NotPermitted, match=r"test\.shown/1 does not belong in a log of class case"):
        people.vera.record(lambda: [Put(log, Shown(words="leak"))])


def test_the_bell_writes_in_the_bell_log_and_opens_no_names(people):
    log = people.log(LogClass.BELL)
    recorded = note(people.bell, log, "rang")
    assert people.vera.entries(log)[-1] == recorded
    assert recorded.signer is Signer.BELL
    assert people.bell.logs(LogClass.ORG) == ()
    assert {card.name for card in people.bell.people().values()} == {
        "Lapwing",
        "Siskin",
        "Dunlin",
        "Bittern",
        "Whimbrel",
    }


def test_the_public_log_is_written_by_members_and_read_by_all(people):
    log = people.log(LogClass.PUBLIC)
    people.vera.record(lambda: [Put(log, Shown(words="two people were taken"))])
    people.nina.record(lambda: [Put(log, Shown(words="corrected"))])
    assert people.oleg.draw(log, Words()) == ("two people were taken", "corrected")


def test_names_come_from_the_sealed_log_and_callsigns_from_the_clear_one(people):
    assert {card.callsign: card.name for card in people.marta.people().values()}["Siskin"] == "Илья Грач"
    assert people.marta.organisation().timezone == "Europe/Moscow"
    assert b"Osokina" not in (people.folder / "node" / "log.sqlite").read_bytes()


def test_a_parcel_opens_for_those_on_call_only(people):
    raw = intake.seal_parcel(people.directory, "web", {"text": "they are taking him"}, people.clock())
    name = people.bell.keep_parcel(raw)
    assert people.vera.read_parcel(name) == {"text": "they are taking him"}
    assert people.nina.read_parcel(name) == {"text": "they are taking him"}
    for outsider in (people.oleg, people.marta, people.bell):
        with pytest.raises(NotForMe):
            outsider.read_parcel(name)
    with pytest.raises(NotHereYet):
        people.vera.read_parcel(intake.parcel_id(b"another"))


def test_an_unknown_kind_is_kept_and_makes_the_log_read_only(people):
    log = people.new_log(people.vera, LogClass.CASE, people.ilya)
    note(people.vera, log, "from the future")
    older = unlock(replace(people.node("old"), registry=Registry([])), people.passphrase("Siskin"))
    assert older.entries(log)[-1].fact == Unknown("test.noted/1", older.entries(log)[-1].fact.body)
    with pytest.raises(NeedsNewer, match="Update this machine"):
        older.record(lambda: [Grant(log, people.nina.me)])


def test_a_file_comes_back_as_it_went_in_and_lies_there_unreadable(people):
    log = people.new_log(people.vera, LogClass.CASE, people.ilya)
    photograph = b"\xff\xd8" + b"broken lock " * 20_000
    sealed = people.vera.put_file(
        log, [photograph[:7], photograph[7:]], name="door.jpg", media_type="image/jpeg"
    )
    assert b"".join(people.ilya.read_file(log, sealed)) == photograph
    (path,) = (people.folder / "node" / "files").iterdir()
    assert b"broken lock" not in path.read_bytes()
    assert path.stat().st_mtime == 0


def test_a_form_kept_after_a_lock_opens_for_its_member_alone(people):
    raw = seal_for(people.directory.keys(people.vera.me).kem, bytes.fromhex(people.org), b"half a sentence")
    people.node("desk").kept.put("ab" * 16, [raw])
    assert people.ilya.kept() == []
    (form,) = people.vera.kept()
    assert people.vera.open_kept(form.id) == b"half a sentence"
    people.ilya.drop_kept(form.id)
    assert people.vera.kept() == [form]
    people.vera.drop_kept(form.id)
    assert people.vera.kept() == []


def test_codes_have_no_vowels_and_no_look_alikes(people):
    code = people.vera.code("TC-2021")
    assert code.startswith("TC-2021-") and len(code) == 12
    assert not set(code[8:]) & set("AEIOUY01")
    assert len({people.vera.code("A") for _ in range(50)}) == 50


def suspend(people: Cast, whom: Vault) -> None:
    text = people.ilya.draft_statement("suspend", member=whom.me)
    people.ilya.publish_statement(text, [people.ilya.sign_statement(text)])


def test_nobody_writes_in_a_log_that_they_made_for_others_only(people):
    log = LogId(people.vera.new_id())
    with pytest.raises(NotPermitted, match="only a reader of a log writes in it"):
        people.vera.record(
            lambda: [NewLog(log, LogClass.CASE, frozenset([people.ilya.me])), Put(log, Noted(words="x"))]
        )


def test_a_log_id_of_ones_own_making_begins_nothing(people):
    with pytest.raises(NotPermitted, match="comes from new_id"):
        people.vera.record(lambda: [NewLog(LogId("ab" * 16), LogClass.CASE, frozenset([people.vera.me]))])


def test_a_suspended_member_is_let_in_nowhere_and_falls_out_at_the_next_epoch(people):
    log = people.new_log(people.vera, LogClass.CASE, people.nina, people.ilya)
    suspend(people, people.nina)
    other = people.new_log(people.vera, LogClass.CASE)
    with pytest.raises(GrantsFrozen, match="Nobody can be let in now"):
        people.vera.record(lambda: [Grant(other, people.nina.me)])
    people.vera.record(lambda: [Revoke(log, people.ilya.me)])
    assert people.vera.readers(log) == {people.vera.me}


def test_who_was_revoked_is_told_instead_of_writing_for_nobody(people):
    log = people.new_log(people.vera, LogClass.CASE, people.nina)
    people.vera.record(lambda: [Revoke(log, people.nina.me)])
    with pytest.raises(NoLongerReader, match="You no longer belong to the readers"):
        note(people.nina, log, "unheard")
    people.vera.record(lambda: [Grant(log, people.nina.me)])
    note(people.nina, log, "heard again")
    assert people.vera.draw(log, Words()) == ("heard again",)


def test_one_may_leave_a_log(people):
    log = people.new_log(people.vera, LogClass.CASE, people.nina)
    people.nina.record(lambda: [Revoke(log, people.nina.me)])
    note(people.vera, log, "without her")
    assert people.unlock("Dunlin").draw(log, Words()) == ()
    with pytest.raises((NoLongerReader, NotPermitted)):
        note(people.nina, log, "still here")


def test_a_refusal_of_the_vault_says_what_it_means_and_what_to_do(people):
    for refusal in (Moved(), NeedsNewer(), Suspended(), NoLongerReader(), GrantsFrozen("x")):
        assert refusal.what and refusal.means and refusal.do
