# SPDX-License-Identifier: AGPL-3.0-or-later
"""A member works on a case: open it from an alarm, find it by its code, write to it, let someone in.

A case that this member cannot open does not exist for her: absent and forbidden are one answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from tocsin.alarm import rules as alarms
from tocsin.alarm.facts import SignalCopied
from tocsin.alarm.picture import Alarm, AlarmBook, AlarmFile, AlarmFileFold, AlarmFold, Phase
from tocsin.callout.picture import Callout, CalloutFold
from tocsin.casefile import facts, rules
from tocsin.casefile.picture import Account, CaseFold, CasePicture, accounts_of, ahead
from tocsin.values.places import PlaceExpr
from tocsin.values.times import exactly
from tocsin.vault.ids import LogId, MemberId
from tocsin.vault.kinds import LogClass, Recorded
from tocsin.vault.refusals import Refusal
from tocsin.vault.session import Grant, NewLog, Put, Revoke, Vault

Plan = Callable[[CasePicture], Iterable[object]]


class NoSuchCase(LookupError):
    """No case of that code that this member can open."""


def cases(vault: Vault) -> Iterator[tuple[LogId, CasePicture]]:
    """Every case this member can open, with its picture."""
    for log in vault.logs(LogClass.CASE):
        yield log, vault.draw(log, CaseFold())


def find(vault: Vault, code: str) -> tuple[LogId, CasePicture]:
    """The case of a code. Raises NoSuchCase, and says the same for one that is not hers."""
    for log, picture in cases(vault):
        if picture.code == code:
            return log, picture
    raise NoSuchCase(code)


def of_alarm(vault: Vault, alarm_code: str) -> list[CasePicture]:
    """The cases that grew out of an alarm, among those this member can open."""
    return [p for _, p in cases(vault) if p.opened and p.opened.fact.alarm_code == alarm_code]


def account_of(picture: CasePicture, claim: str) -> Account | None:
    """Every live claim that says the same as this one; None if it is absent or was taken back."""
    found = picture.claims.get(claim)
    if found is None or claim in picture.retractions:
        return None
    alike = picture.about(found.fact.subject, found.fact.predicate)
    return next((each for each in accounts_of(alike) if found in each.claims), None)


def write(vault: Vault, log: LogId, plan: Plan) -> tuple[Recorded[Any], ...]:
    """Run rules on the present picture and append what they give; again if the case moved meanwhile."""
    return vault.record(lambda: [Put(log, value) for value in plan(vault.draw(log, CaseFold()))])


def book(vault: Vault) -> AlarmBook:
    """The alarms as this member sees them; empty for someone who cannot read the bell's log."""
    logs = vault.logs(LogClass.BELL)
    return vault.draw(logs[0], AlarmFold()) if logs else AlarmBook()


def alarm_log(vault: Vault, alarm: Alarm) -> LogId | None:
    """The log with the alarm's words, if this member can open it."""
    mine = vault.logs(LogClass.ALARM)
    return next((log for log in alarm.logs if log in mine), None)


def open_case(
    vault: Vault,
    *,
    title: str,
    readers: Iterable[MemberId],
    jurisdictions: Sequence[str] = (),
    circle: str = "",
    alarm_code: str | None = None,
) -> str:
    """Make a case log for a circle and open the case in it; the alarm's own log is granted to the circle.

    If this member holds the alarm, the case carries it on and it stops ringing. Returns the case's code.
    """
    log = LogId(vault.new_id())
    code = vault.code(f"TC-{vault.now().year}")
    people = frozenset(readers) | {vault.me}

    def plan() -> Iterable[Any]:
        alarm, told = _alarm(vault, alarm_code)
        begun = rules.open_case(
            code=code,
            title=title,
            lead=vault.me,
            jurisdictions=jurisdictions,
            alarm_log=told,
            alarm_code=alarm_code,
            circle=circle,
        )
        words = _told(vault, begun, told, alarm_code) if told else ()
        yield NewLog(log, LogClass.CASE, people)
        yield from (Put(log, value) for value in (*begun, *words))
        if alarm and told:
            yield from _carry_on(vault, alarm, told, people)

    vault.record(lambda: tuple(plan()))
    return code


def _alarm(vault: Vault, code: str | None) -> tuple[Alarm | None, LogId | None]:
    if code is None:
        return None, None
    alarm = book(vault).alarm(code)
    log = alarm_log(vault, alarm) if alarm else None
    if alarm is None or log is None:
        raise Refusal(
            "What was said in this alarm is not open to you.",
            "A case without its first words could not be checked later.",
            "Open the alarm first; if that is refused, ask whoever holds it.",
        )
    known = of_alarm(vault, code)
    if known:
        raise Refusal(
            f"This alarm has a case already: {known[0].code}.",
            "Two files on one night would drift apart.",
            "Open that case and add to it.",
        )
    return alarm, log


def _told(vault: Vault, begun: Sequence[object], log: LogId, alarm_code: str | None) -> tuple[object, ...]:
    """What the callers said, as the first source and the first claims of the case."""
    made: list[object] = []
    file: AlarmFile = vault.draw(log, AlarmFileFold())
    for number, entry in enumerate(file.signals, start=1):
        picture = ahead(CasePicture(), (*begun, *made), by=vault.me, at=vault.now())
        made += _first_words(vault, picture, f"{alarm_code}, {number}", entry)
    picture = ahead(CasePicture(), (*begun, *made), by=vault.me, at=vault.now())
    return (*made, *_seen(vault, picture, vault.draw(log, CalloutFold())))


def _seen(vault: Vault, picture: CasePicture, scene: Callout) -> tuple[object, ...]:
    people = vault.people()
    return rules.take_over(
        picture,
        scene.observations,
        alarm_code=(picture.opened.fact.alarm_code if picture.opened else None) or "",
        name_of=lambda member: people[member].name if member in people else member,
        new_id=vault.new_id,
    )


def scene(vault: Vault, picture: CasePicture) -> Callout:
    """What happened on the way and on scene of the alarm this case grew out of; empty if that is not hers."""
    told = picture.opened.fact.alarm_log if picture.opened else None
    if told is None or LogId(told) not in vault.logs(LogClass.ALARM):
        return Callout()
    return vault.draw(LogId(told), CalloutFold())


def take_over(vault: Vault, log: LogId) -> None:
    """Make claims of what was noted on scene since the last time."""
    write(vault, log, lambda picture: _seen(vault, picture, scene(vault, picture)))


def _first_words(
    vault: Vault, picture: CasePicture, title: str, entry: Recorded[SignalCopied]
) -> Iterable[object]:
    source, incident = vault.new_id(), vault.new_id()
    came = exactly(entry.fact.received_at)
    kind = "call_record" if entry.fact.lane == "phone" else "message"
    made: list[object] = [
        *rules.record_source(
            picture, id=source, evidence_kind=kind, title=title, published=came, original=entry.fact.parcel
        ),
        *rules.record_incident(picture, id=incident, title="A call for help"),
    ]
    later = ahead(picture, made, by=vault.me, at=vault.now())
    for predicate, words, speaker in _said_in(entry.fact.signal):
        text = facts.a_place(PlaceExpr(words)) if predicate == "place" else facts.a_text(words)
        made += rules.claim(
            later,
            id=vault.new_id(),
            subject=incident,
            predicate=predicate,
            value=text,
            chain=(speaker,),
            carrier=source,
            quote=words,
            language="und",
            event_time=came,
        )
    return made


def _said_in(signal: Any) -> Iterator[tuple[str, str, facts.Attribution]]:
    caller = facts.Attribution("The caller", protected=True)
    if signal.words.strip():
        yield "call_content", signal.words, caller
    if signal.where.strip():
        yield "place", signal.where, caller
    if signal.sounds.strip():
        # What it sounded like is written by whoever took it down, not by the caller.
        yield "call_content", signal.sounds, facts.Attribution("Whoever took it down", basis="heard")


def _carry_on(vault: Vault, alarm: Alarm, log: LogId, people: frozenset[MemberId]) -> Iterable[Any]:
    for member in sorted(people - vault.readers(log)):
        yield Grant(log, member)
    if alarm.live and alarm.phase_at(vault.now()) is Phase.HELD and alarm.holder == vault.me:
        # The bell may know that a case carries the alarm on, never which case.
        yield Put(vault.logs(LogClass.BELL)[0], alarms.convert(alarm, vault.me, vault.now(), vault.new_id()))


def let_in(vault: Vault, code: str, member: MemberId) -> None:
    """Let one more member read the case, and the alarm it grew out of. Only its lead may."""
    log, picture = find(vault, code)
    _lead_only(vault, picture)
    logs = [log]
    told = picture.opened.fact.alarm_log if picture.opened else None
    if told is not None and LogId(told) in vault.logs(LogClass.ALARM):
        logs.append(LogId(told))
    wanted = [each for each in logs if member not in vault.readers(each)]
    vault.record(lambda: [Grant(each, member) for each in wanted])


def take_out(vault: Vault, code: str, member: MemberId) -> None:
    """Close the case to a member from now on; what she has read she has read."""
    log, picture = find(vault, code)
    _lead_only(vault, picture)
    if member == vault.me:
        raise Refusal(
            "You lead this case.",
            "Without its lead nobody could let anyone in again.",
            "Let a colleague in first; handing the lead over comes with a later version.",
        )
    if member in vault.readers(log):
        vault.record(lambda: [Revoke(log, member)])


def _lead_only(vault: Vault, picture: CasePicture) -> None:
    if picture.opened is None or picture.opened.fact.lead != vault.me:
        raise Refusal(
            "Only the lead of a case changes who may open it.",
            "Each reader is one more person who can be pressed.",
            "Ask the lead.",
        )
