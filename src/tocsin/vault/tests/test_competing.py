# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several writers, any order of arrival: nothing is lost, nothing doubled, all draw the same picture."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import Cast, Chance, cast
from vectors.world import AT, K1, Story, World

from tocsin.vault.authors import FIELD, certify
from tocsin.vault.directory_log import read_directory
from tocsin.vault.entry import NOTHING, Entry, EpochKey, Place, seal
from tocsin.vault.facts import KINDS
from tocsin.vault.ids import OrgId
from tocsin.vault.jsontext import write
from tocsin.vault.kinds import LogClass, Recorded, Registry, fact
from tocsin.vault.logbook import Logbook
from tocsin.vault.needs import Row
from tocsin.vault.session import Moved, Put
from tocsin.vault.verdicts import Verdict


@fact("competing.counted/1", log=LogClass.CASE)
@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    number: int
    by: str


@pytest.fixture
def people(tmp_path, monkeypatch) -> Cast:
    monkeypatch.setattr("tests.cast.registry", lambda: Registry([Counted]))
    return cast(tmp_path)


class Highest:
    """A picture that a rule decides on: the next number is one more."""

    def empty(self) -> int:
        return 0

    def step(self, state: int, entry: Recorded) -> int:
        return max(state, entry.fact.number) if isinstance(entry.fact, Counted) else state


def test_writers_who_decide_on_what_they_drew_never_decide_twice_alike(people):
    """Each number is given once, though three members race for it: that is what 'plan again' is for."""
    log = people.new_log(people.vera, LogClass.CASE, people.ilya, people.nina)
    vaults = [people.vera, people.ilya, people.nina]
    done: list[int] = []

    def race(vault) -> None:
        for _ in range(12):
            while True:
                try:
                    plan = lambda: [Put(log, Counted(number=vault.draw(log, Highest()) + 1, by=vault.me))]  # noqa: E731
                    (recorded,) = vault.record(plan)
                    done.append(recorded.fact.number)
                    break
                except Moved:
                    continue

    threads = [threading.Thread(target=race, args=(vault,)) for vault in vaults]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(1, 37))
    drawn = [
        [one.fact.number for one in vault.entries(log) if isinstance(one.fact, Counted)] for vault in vaults
    ]
    assert drawn[0] == drawn[1] == drawn[2] == list(range(1, 37))
    assert people.unlock("Lapwing").verify().verdict is Verdict.OK


def test_threads_of_one_vault_share_it(people):
    log = people.new_log(people.vera, LogClass.CASE)

    def write_some() -> None:
        for number in range(10):
            people.vera.record(lambda number=number: [Put(log, Counted(number=number, by="x"))])

    threads = [threading.Thread(target=write_some) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(people.vera.entries(log)) == 41
    assert [one.seq for one in people.vera.entries(log)] == list(range(41))


WORLD = World()


class Words:
    """Everything noted, in fold order: order shows."""

    def empty(self) -> tuple[str, ...]:
        return ()

    def step(self, state: tuple[str, ...], entry: Recorded) -> tuple[str, ...]:
        body = getattr(entry.fact, "body", {})
        return (*state, body["words"]) if "words" in body else state


def branching(choices: list[tuple[bool, bool]]) -> list[Entry]:
    """A log of two authors: each choice says who writes next and whether they have seen the other."""
    story = Story(WORLD)
    entries = list(story.entries)
    last = {True: entries[3], False: entries[4]}
    for number, (who, seen) in enumerate(choices):
        chain = story.vera if who else story.ilya
        deps = [last[not who]] if seen else []
        last[who] = chain.write({"kind": "vector.noted/1", "at": AT.isoformat(), "words": f"{number}"}, deps)
        entries.append(last[who])
    return entries


def book() -> Logbook:
    made = Logbook(WORLD.case, LogClass.CASE, Registry(KINDS))
    made.learn(K1)
    return made


def directory():
    from tocsin.vault.directory_log import read_directory
    from tocsin.vault.ids import OrgId

    return read_directory(OrgId(WORLD.org.hex()), [row(one) for one in WORLD.directory])


def row(entry: Entry) -> Row:
    return Row(entry.head, entry.body, entry.sig)


DIRECTORY = read_directory(OrgId(WORLD.org.hex()), [row(one) for one in WORLD.directory])


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=8), st.data())
@settings(max_examples=40, deadline=None)
def test_any_order_of_arrival_draws_the_same_picture(choices, data):
    """Also in pieces, with pictures drawn in between: an incremental fold must equal a full one."""
    entries = branching(choices)
    straight = book()
    straight.take([row(one) for one in entries], DIRECTORY)
    shuffled = data.draw(st.permutations(entries))
    other = book()
    while shuffled:
        size = data.draw(st.integers(1, len(shuffled)))
        other.take([row(one) for one in shuffled[:size]], DIRECTORY)
        other.draw("words", Words())
        shuffled = shuffled[size:]
    assert other.recorded() == straight.recorded()
    assert other.draw("words", Words()) == straight.draw("words", Words())
    assert (other.standing.epoch, other.standing.readers) == (
        straight.standing.epoch,
        straight.standing.readers,
    )
    assert set(other.heads) == set(straight.heads)
    assert not [one for one in other.troubles() if one.verdict is not Verdict.OK]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=6), st.data())
@settings(max_examples=40, deadline=None)
def test_a_missing_entry_is_named_and_the_rest_is_read(choices, data):
    entries = branching(choices)
    gone = data.draw(st.integers(3, len(entries) - 1))
    reader = book()
    reader.take([row(one) for n, one in enumerate(entries) if n != gone], DIRECTORY)
    named = {one.entry for one in reader.troubles() if one.verdict is Verdict.MISSING_ENTRY}
    referred = {parent.hex() for n, one in enumerate(entries) if n != gone for parent in one.parents}
    assert named == ({entries[gone].id.hex()} & referred)
    assert len(reader.recorded()) == len(entries) - 1


def test_what_an_outsider_signs_costs_the_readers_no_new_order():
    reader = book()
    entries = branching([(True, True)] * 3)
    reader.take([row(one) for one in entries[:-1]], DIRECTORY)
    chance = Chance("junk")
    key = EpochKey(chance(32))
    text = write(
        {
            "kind": "x/1",
            "at": AT.isoformat(),
            FIELD: certify(WORLD.oleg.device, WORLD.org, WORLD.case, LogClass.CASE),
        }
    )
    place = Place(WORLD.case, 0, NOTHING, (entries[-2].id,))
    junk = seal(text, place, WORLD.oleg.device.author(WORLD.case), key, r=chance(32), nonce=chance(12))
    reader.take([row(junk)], DIRECTORY)
    reader.draw("words", Words())
    kept = dict(reader._drawn)
    reader.take([row(entries[-1])], DIRECTORY)
    assert reader._drawn == kept, "the picture is drawn on, not anew"
    assert junk.id not in reader.heads
