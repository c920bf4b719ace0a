# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever two people do in whatever order, the rules keep the picture whole, and it draws anew the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tocsin.callout import facts, rules
from tocsin.callout.facts import ObservationNoted, Sense
from tocsin.callout.picture import Callout, CalloutFold, Where, together
from tocsin.callout.tests.test_rules import ALARM, CALL, ILYA, PHOTO, VERA
from tocsin.vault.ids import EntryId, LogId, MemberId
from tocsin.vault.kinds import Recorded, Signer
from tocsin.vault.refusals import Refusal

LOG = LogId("aa" * 16)
WHO = st.sampled_from((VERA, ILYA))
MINUTES = st.integers(0, 50)


def entry(number: int, by: MemberId, at: datetime, fact: Any) -> Recorded[Any]:
    return Recorded(EntryId(f"{number:032x}"), LOG, by, Signer.MEMBER, at, number, fact)


def refold(entries: list[Recorded[Any]]) -> Callout:
    state, fold = Callout(), CalloutFold()
    for one in entries:
        state = fold.step(state, one)
    return state


class Outing(RuleBasedStateMachine):
    """Two members, a clock that only goes forward, every word in any order, refused or written."""

    def __init__(self) -> None:
        super().__init__()
        self.now = CALL
        self.entries: list[Recorded[Any]] = []
        self.state = Callout()
        self.words: dict[MemberId, datetime] = {}

    def say(self, who: MemberId, of: MemberId, rule: Callable[[], rules.Said]) -> None:
        try:
            said = rule()
        except Refusal:
            return
        for fact in (said.file, *said.custody):
            self.entries.append(entry(len(self.entries), who, self.now, fact))
            self.state = CalloutFold().step(self.state, self.entries[-1])
        self.words[of] = self.now

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(who=WHO)
    def set_out(self, who: MemberId) -> None:
        self.say(who, who, lambda: rules.set_out(ALARM, self.state, who, self.now))

    @rule(who=WHO, before=MINUTES)
    def arrive(self, who: MemberId, before: int) -> None:
        at = self.now - timedelta(minutes=before)
        self.say(who, who, lambda: rules.arrive(ALARM, self.state, who, at))

    @rule(who=WHO, of=WHO)
    def report(self, who: MemberId, of: MemberId) -> None:
        self.say(who, of, lambda: rules.report(ALARM, self.state, who, self.now, of=of))

    @rule(who=WHO)
    def call_for_help(self, who: MemberId) -> None:
        self.say(who, who, lambda: rules.help_needed(ALARM, self.now))

    @rule(who=WHO, of=WHO, before=MINUTES)
    def leave(self, who: MemberId, of: MemberId, before: int) -> None:
        at = self.now - timedelta(minutes=before)
        self.say(who, of, lambda: rules.leave(ALARM, self.state, who, at, of=of))

    @rule(who=WHO, sense=st.sampled_from(Sense), photos=st.integers(0, 2))
    def note(self, who: MemberId, sense: Sense, photos: int) -> None:
        words = {"text": "Door open.", "language": "en", "sense": sense, "photos": (PHOTO,) * photos}
        self.say(who, who, lambda: rules.observe(ALARM, self.state, who, self.now, **words))

    @invariant()
    def drawing_it_all_anew_gives_the_same(self) -> None:
        assert refold(self.entries) == self.state

    @invariant()
    def numbers_have_no_gap_and_nothing_is_odd(self) -> None:
        numbers = [one.fact.number for one in self.state.observations]
        assert numbers == list(range(1, len(numbers) + 1))
        assert self.state.odd == ()

    @invariant()
    def nobody_is_out_twice_or_there_before_she_set_out(self) -> None:
        out = [trip.member for trip in self.state.out]
        assert len(out) == len(set(out))
        for trip in self.state.trips:
            begun = trip.set_out_at.replace(second=0, microsecond=0)
            assert trip.arrived_at is None or trip.arrived_at >= begun
            assert trip.left_at is None or trip.left_at >= begun

    @invariant()
    def whoever_is_out_owes_a_word_half_an_hour_after_the_last(self) -> None:
        for trip in self.state.out:
            assert trip.due == self.words[trip.member] + timedelta(minutes=30)
            assert self.state.where(trip.member) in (Where.ON_THE_WAY, Where.ON_SCENE)

    @invariant()
    def every_photograph_has_a_first_row_of_custody(self) -> None:
        taken = sum(len(one.fact.photos) for one in self.state.observations)
        acquired = [row for row in self.state.custody if row.fact.event is facts.CustodyEvent.ACQUIRED]
        assert len(acquired) == taken


TestOuting = Outing.TestCase

ANYTHING = st.one_of(
    st.builds(facts.SetOut, alarm=st.just("a1"), happened_at=st.just(CALL)),
    st.builds(facts.Arrived, alarm=st.just("a1"), happened_at=st.just(CALL)),
    st.builds(facts.Reported, alarm=st.just("a1"), happened_at=st.just(CALL), of=st.none() | WHO),
    st.builds(facts.HelpNeeded, alarm=st.just("a1"), happened_at=st.just(CALL)),
    st.builds(facts.Left, alarm=st.just("a1"), happened_at=st.just(CALL), of=st.none() | WHO),
    st.builds(
        ObservationNoted,
        alarm=st.just("a1"),
        number=st.integers(1, 4),
        happened_at=st.just(CALL),
        text=st.just("x"),
        language=st.just("en"),
        sense=st.just(Sense.SEEN),
    ),
)
HISTORIES = st.lists(st.tuples(WHO, MINUTES, ANYTHING), max_size=12)


def written(history: list[tuple[MemberId, int, Any]]) -> list[Recorded[Any]]:
    return [
        entry(number, who, CALL + timedelta(minutes=minutes), fact)
        for number, (who, minutes, fact) in enumerate(history)
    ]


@given(HISTORIES)
def test_what_no_rule_would_have_allowed_is_shown_and_never_raised(
    history: list[tuple[MemberId, int, Any]],
) -> None:
    state = refold(written(history))
    noted = [one for one in history if isinstance(one[2], ObservationNoted)]
    assert len(state.observations) == len(noted)


@given(HISTORIES, HISTORIES)
def test_two_logs_of_one_alarm_lose_nothing_when_they_are_laid_together(
    one: list[tuple[MemberId, int, Any]], other: list[tuple[MemberId, int, Any]]
) -> None:
    first, second = refold(written(one)), refold(written(other))
    both = together([first, second])
    assert len(both.observations) == len(first.observations) + len(second.observations)
    assert len(both.trips) == len(first.trips) + len(second.trips)
    assert both.next_number == max(first.next_number, second.next_number)


def test_two_machines_that_number_alike_are_said_to_have_done_so() -> None:
    noted = ObservationNoted(
        alarm="a1", number=1, happened_at=CALL, text="x", language="en", sense=Sense.SEEN
    )
    state = refold([entry(0, VERA, CALL, noted), entry(1, ILYA, CALL, noted)])
    assert len(state.observations) == 2
    assert state.odd == ("numbered 1 out of turn (00000000)",)
