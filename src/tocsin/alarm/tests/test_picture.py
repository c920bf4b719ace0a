# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the book shows when two nodes wrote without knowing of each other: oddities, never an exception."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tocsin.alarm import facts
from tocsin.alarm.facts import CloseReason, FailureCause, Milestone
from tocsin.alarm.picture import AlarmFold, Odd, OddKind, Phase
from tocsin.alarm.tests.night import ILYA, NINA, ROTA, VERA
from tocsin.alarm.tests.twin import START
from tocsin.vault.ids import EntryId, LogId, ParcelId
from tocsin.vault.kinds import Recorded, Signer

LOG = LogId("00")
PARCELS = st.sampled_from([ParcelId("p1"), ParcelId("p2")])
IDS = st.sampled_from(["a1", "a2"])
PAGE = facts.PageTo(page="g1", code="P-1", member=VERA, address="mailto:v@example.org", token="t1")
ANY_FACT = st.one_of(
    st.just(ROTA),
    st.builds(
        facts.AlarmReceived,
        alarm=IDS,
        code=IDS,
        parcel=PARCELS,
        lane=st.just("web"),
        relay=st.just("r"),
        key=st.sampled_from(["", "k"]),
    ),
    st.builds(facts.AlarmRepeated, alarm=IDS, parcel=PARCELS, lane=st.just("web"), relay=st.just("r")),
    st.builds(facts.AlarmRang, alarm=IDS, rung=st.integers(0, 4), pages=st.just((PAGE,))),
    st.builds(facts.PageHandedOff, alarm=IDS, page=st.just("g1")),
    st.builds(
        facts.PageFailed,
        alarm=IDS,
        page=st.just("g1"),
        cause=st.sampled_from(FailureCause),
        lasting=st.booleans(),
    ),
    st.builds(facts.AlarmSeen, alarm=IDS, page=st.sampled_from(["g1", "g2"])),
    st.builds(facts.AlarmTaken, alarm=IDS, grave=st.booleans()),
    st.builds(facts.AlarmCopied, alarm=IDS, log=st.just(LOG), parcels=st.just((ParcelId("p1"),))),
    st.builds(facts.AlarmGivenBack, alarm=IDS, to=st.sampled_from([None, ILYA])),
    st.builds(
        facts.AlarmMilestone, alarm=IDS, what=st.sampled_from(Milestone), of=st.sampled_from([None, VERA])
    ),
    st.builds(facts.CloseAsked, alarm=IDS, reason=st.sampled_from(CloseReason), grave=st.booleans()),
    st.builds(facts.CloseDoubted, alarm=IDS),
    st.builds(facts.AlarmClosed, alarm=IDS, reason=st.sampled_from(CloseReason)),
    st.builds(facts.AlarmConverted, alarm=IDS, handle=st.just("h")),
    st.builds(facts.AlarmReopened, alarm=IDS),
)


def recorded(number: int, fact: object, by: str) -> Recorded:  # type: ignore[type-arg]
    at = START + timedelta(minutes=number)
    return Recorded(EntryId(f"e{number}"), LOG, by, Signer.MEMBER, at, number, fact)  # type: ignore[arg-type]


def drawn(*said: tuple[str, object]):  # type: ignore[no-untyped-def]
    fold = AlarmFold()
    state = fold.empty()
    for number, (by, fact) in enumerate(said):
        state = fold.step(state, recorded(number, fact, by))
    return state


CAME = facts.AlarmReceived(alarm="a1", code="A-1", parcel=ParcelId("p1"), lane="web", relay="r")
TAKEN = facts.AlarmTaken(alarm="a1", grave=True)


def test_two_takes_that_met_in_a_sync_show_one_holder_and_the_other_one_beside() -> None:
    alarm = drawn((VERA, ROTA), ("bell", CAME), (VERA, TAKEN), (ILYA, TAKEN)).alarms["a1"]
    assert alarm.holder == VERA
    assert alarm.odd == (Odd(OddKind.TAKEN_TOO, ILYA, START + timedelta(minutes=3)),)


def test_a_close_without_a_second_person_does_not_count() -> None:
    asked = facts.CloseAsked(alarm="a1", reason=CloseReason.SAFE, grave=True)
    closed = facts.AlarmClosed(alarm="a1", reason=CloseReason.SAFE)
    said = [(VERA, ROTA), ("bell", CAME), (VERA, TAKEN), (VERA, asked), (VERA, closed)]
    alarm = drawn(*said).alarms["a1"]
    assert alarm.phase is Phase.SECOND
    assert [one.what for one in alarm.odd] == [OddKind.CLOSED_ALONE]
    assert drawn(*said, (NINA, closed)).alarms["a1"].phase is Phase.CLOSED


def test_a_call_for_help_rings_even_after_it_was_closed() -> None:
    asked = facts.CloseAsked(alarm="a1", reason=CloseReason.SAFE, grave=True)
    closed = facts.AlarmClosed(alarm="a1", reason=CloseReason.SAFE)
    help_needed = facts.AlarmMilestone(alarm="a1", what=Milestone.HELP)
    said = [(VERA, ROTA), ("bell", CAME), (VERA, TAKEN), (VERA, asked), (ILYA, closed), (VERA, help_needed)]
    assert drawn(*said).alarms["a1"].phase is Phase.RAISED


@given(st.lists(st.tuples(st.sampled_from([VERA, ILYA, NINA]), ANY_FACT), max_size=40))
def test_no_order_of_entries_can_break_the_picture(said: list[tuple[str, object]]) -> None:
    book = drawn(*said)
    late = START + timedelta(days=30)
    for alarm in book.alarms.values():
        assert alarm.phase is not Phase.CLOSED or not alarm.live
        assert not (alarm.live and alarm.due is None), "a live alarm always has a next ringing"
        assert alarm.phase_at(late) in (Phase.RAISED, Phase.CLOSED, Phase.CONVERTED)
        assert alarm.holder is not None or alarm.phase in (Phase.RAISED, Phase.CLOSED)
