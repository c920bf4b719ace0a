# SPDX-License-Identifier: AGPL-3.0-or-later
"""Puts the drafts of one story together: each gets the chain of the statement that its words stand in.

Every draft is an exact span of the text it was given; nothing here decides what is so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from tocsin.monitoring.drafting.acts import acts
from tocsin.monitoring.drafting.ages import Age, ages
from tocsin.monitoring.drafting.draft import NOT_STATED, Draft, Kind, Value
from tocsin.monitoring.drafting.observing import observations
from tocsin.monitoring.drafting.people import Person, people, same_people
from tocsin.monitoring.drafting.places import places
from tocsin.monitoring.drafting.speakers import Mentioned, may_mean, mentioned, short_name
from tocsin.monitoring.drafting.wordlists import Words, words_of
from tocsin.monitoring.speech import Saying, sayings
from tocsin.monitoring.speech.sentences import Span
from tocsin.values.times import TimeExpr, find


def drafts_of(text: str, language: str, carrier: str, anchor: datetime | None) -> list[Draft]:
    """All drafts of a story in the order of the page. ``anchor`` is what "last year" counts from."""
    lists = words_of(language)
    said = sayings(text, lists.language)
    sources = [(saying.source.start, saying.source.end) for saying in said if saying.source]
    somewhere = {place.text for place in places(text, lists) if place.precision != "settlement"}
    found = people(text, lists, sources, somewhere)
    known = mentioned(text, found, lists)
    desk = _Desk(text, lists, carrier, said, known)
    drafts = [
        *desk.of_people(found, ages(text, found, lists)),
        *desk.of_places(found),
        *desk.of_times(find(text, anchor=anchor, tz=UTC, language=lists.language)),
        *desk.of_acts(),
        *desk.of_sayings(),
        *desk.of_observations(found),
    ]
    return sorted(drafts, key=lambda draft: (draft.start, -draft.end))


EVENT_WITHIN = 400


class _Desk:
    """One text with what was said in it, so that each draft can be given its chain."""

    def __init__(
        self, text: str, lists: Words, carrier: str, said: Sequence[Saying], known: Mentioned
    ) -> None:
        self._text, self._lists, self._carrier = text, lists, carrier
        self._said, self._known = said, known

    def of_people(self, found: Sequence[Person], aged: Sequence[Age]) -> Iterator[Draft]:
        for person in found:
            own = [age for age in aged if age.person == person]
            value: Value = {"name": person.nominative, "age": next((age.years for age in own), None)}
            minor = any(age.minor for age in own)
            yield self._draft(Kind.PERSON, person.start, person.end, value, minor=minor)
        for age in aged:
            of = age.person.nominative if age.person else None
            yield self._draft(
                Kind.AGE, age.start, age.end, {"years": age.years, "person": of}, minor=age.minor
            )
        for later, earlier in same_people(found):
            pair: Value = {"name": later.nominative, "same_as": earlier.nominative}
            minor = any(age.minor for age in aged if age.person in (later, earlier))
            yield self._draft(Kind.SAME_PERSON, later.start, later.end, pair, minor=minor)

    def of_places(self, found: Sequence[Person]) -> Iterator[Draft]:
        taken = frozenset(
            self._text[at : at + len(person.text)] for person in found for at in person.mentions
        )
        for place in places(self._text, self._lists, taken):
            value: Value = {"place": place.text, "precision": place.precision, "dwelling": place.dwelling}
            yield self._draft(Kind.PLACE, place.start, place.end, value)

    def of_times(self, found: Sequence[tuple[int, int, TimeExpr]]) -> Iterator[Draft]:
        for start, end, time in found:
            anchor = time.anchor if time.resolved else self._event_before(start)
            yield self._draft(Kind.TIME, start, end, _time_value(time), anchor=anchor, time=time)

    def _event_before(self, position: int) -> str | None:
        """The words of the event that "half an hour later" most likely counts from; a person decides."""
        near = self._text[max(0, position - EVENT_WITHIN) : position]
        return next((match.group() for match in reversed(list(self._lists.event.finditer(near)))), None)

    def of_acts(self) -> Iterator[Draft]:
        for act in acts(self._text, self._lists):
            around = self._around(act.start, act.end)
            denied = act.negated != (around is not None and around.utterance == "deny")
            value: Value = {"act": act.code, "denied": denied}
            yield self._draft(Kind.ACT, act.start, act.end, value, cue=self._text[act.start : act.end])

    def of_sayings(self) -> Iterator[Draft]:
        for saying in self._said:
            source = self._words(saying.source)
            position = saying.source.start if saying.source else saying.content.start
            means = may_mean(source, position, self._known, self._lists) if source else None
            value: Value = {
                "utterance": saying.utterance,
                "denied": saying.utterance == "deny",
                "means": means,
            }
            chain = (self._carrier, *self._told_to(saying), short_name(source) if source else NOT_STATED)
            yield Draft(
                Kind.SAYS, saying.content.start, saying.content.end, self._words(saying.content) or "", value,
                source, self._words(saying.cue), chain,
            )  # fmt: skip

    def of_observations(self, found: Sequence[Person]) -> Iterator[Draft]:
        for seen in observations(self._text, self._lists.language, list(found), self._lists):
            observer = self._words(seen.observer) or ""
            around = self._around(seen.cue.start, seen.cue.end)
            end = min(seen.span.end, around.content.end) if around else seen.span.end
            between = (
                (short_name(self._words(around.source) or NOT_STATED),) if around and around.source else ()
            )
            yield Draft(
                Kind.OBSERVATION, seen.span.start, end, self._text[seen.span.start : end],
                {"basis": seen.basis, "observed": self._text[seen.cue.end : end].strip()},
                observer, self._words(seen.cue), (self._carrier, *between, short_name(observer)),
            )  # fmt: skip

    def _told_to(self, saying: Saying) -> tuple[str, ...]:
        """Those who passed it on: a statement that stands inside another one's content."""
        outer = [
            other for other in self._said
            if other is not saying and other.content.holds(saying.content) and other.content != saying.content
        ]  # fmt: skip
        outer.sort(key=lambda other: other.content.start - other.content.end)
        return tuple(short_name(self._words(other.source) or "") for other in outer if other.source)

    def _draft(
        self, kind: Kind, start: int, end: int, value: Value, *,
        cue: str | None = None, minor: bool = False, anchor: str | None = None, time: TimeExpr | None = None,
    ) -> Draft:  # fmt: skip
        around = self._around(start, end)
        source = self._words(around.source) if around else None
        verb = cue if cue is not None else self._words(around.cue) if around else None
        chain = (self._carrier, short_name(source) if source else NOT_STATED)
        return Draft(kind, start, end, self._text[start:end], value, source, verb, chain, anchor, minor, time)

    def _around(self, start: int, end: int) -> Saying | None:
        """The narrowest statement whose content holds the span."""
        holding = [saying for saying in self._said if saying.content.holds(Span(start, end))]
        return min(holding, key=lambda saying: saying.content.end - saying.content.start, default=None)

    def _words(self, span: Span | None) -> str | None:
        return None if span is None else self._text[span.start : span.end]


def _time_value(time: TimeExpr) -> Value:
    return {
        "edtf": time.edtf,
        "earliest": time.earliest.isoformat() if time.earliest else None,
        "latest": time.latest.isoformat() if time.latest else None,
        "precision": time.precision.value,
        "approx": time.approx,
        "uncertain": time.uncertain,
        "offset": time.offset,
    }
