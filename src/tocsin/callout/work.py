# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find an alarm that this member can open, call a rule, append to its log and the bell log in one batch.

An alarm that is absent, not hers, or not yet taken by anybody is the same ``NoSuchCallout``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from tocsin.alarm.picture import Alarm, AlarmBook, AlarmFile, AlarmFileFold, AlarmFold
from tocsin.callout import rules
from tocsin.callout.facts import CustodyEvent, Photo, Sense, Spoken
from tocsin.callout.picture import Callout, CalloutFold, together
from tocsin.callout.rules import Said
from tocsin.vault.files import FileDamaged
from tocsin.vault.ids import LogId, MemberId
from tocsin.vault.kinds import LogClass, Recorded
from tocsin.vault.session import Put, Vault


class NoSuchCallout(LookupError):
    """No alarm of that code is open to this member."""


class Upload(Protocol):
    """A photograph on its way in: read chunk by chunk, as the device sent it."""

    content_type: str | None
    name: str | None

    def chunks(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """One alarm as its callout needs it: the bell's picture, its readable logs, and who is out."""

    alarm: Alarm
    logs: tuple[LogId, ...]
    callout: Callout

    @property
    def log(self) -> LogId:
        """Where new words go: the first log that both she and the alarm know."""
        return self.logs[0]


def book(vault: Vault) -> AlarmBook:
    bell = vault.logs(LogClass.BELL)
    return vault.draw(bell[0], AlarmFold()) if bell else AlarmBook()


def scene(vault: Vault, code: str) -> Scene:
    """The alarm of this code. Raises NoSuchCallout."""
    alarm = book(vault).alarm(code)
    found = _scene(vault, alarm, frozenset(vault.logs(LogClass.ALARM))) if alarm else None
    if found is None:
        raise NoSuchCallout
    return found


def scenes_out(vault: Vault) -> tuple[Scene, ...]:
    """Every alarm of hers for which somebody is out now."""
    readable = frozenset(vault.logs(LogClass.ALARM))
    found = (_scene(vault, alarm, readable) for alarm in book(vault).alarms.values() if alarm.outs)
    return tuple(one for one in found if one and one.callout.out)


def told(vault: Vault, scene: Scene) -> AlarmFile:
    """What the caller said: the first log's account."""
    return vault.draw(scene.log, AlarmFileFold())


def set_out(vault: Vault, code: str, at: datetime) -> None:
    _say(vault, code, lambda one: rules.set_out(one.alarm, one.callout, vault.me, at))


def arrive(vault: Vault, code: str, at: datetime) -> None:
    _say(vault, code, lambda one: rules.arrive(one.alarm, one.callout, vault.me, at))


def report(vault: Vault, code: str, at: datetime, of: MemberId | None = None) -> None:
    _say(vault, code, lambda one: rules.report(one.alarm, one.callout, vault.me, at, of=of))


def help_needed(vault: Vault, code: str, at: datetime) -> None:
    _say(vault, code, lambda one: rules.help_needed(one.alarm, at))


def leave(vault: Vault, code: str, at: datetime, of: MemberId | None = None) -> None:
    _say(vault, code, lambda one: rules.leave(one.alarm, one.callout, vault.me, at, of=of))


def observe(
    vault: Vault,
    code: str,
    at: datetime,
    *,
    text: str,
    language: str,
    sense: Sense,
    spoken: Spoken | None = None,
    uploads: Iterable[Upload] = (),
    clock_offset: float | None = None,
) -> int:
    """Seal the photographs, then write the observation; returns its number."""
    now = scene(vault, code)

    def rule(one: Scene, photos: tuple[Photo, ...]) -> Said:
        words = {"text": text, "language": language, "sense": sense, "spoken": spoken}
        return rules.observe(one.alarm, one.callout, vault.me, at, photos=photos, **words)  # type: ignore[arg-type]  # the words above, each of its type

    arrived = tuple(uploads)
    if not arrived:
        return _number(_say(vault, code, lambda one: rule(one, ())))
    if now.callout.trip(vault.me) is None:  # before anything is sealed for nothing
        raise rules.NotOut
    photos = tuple(_sealed(vault, now.log, upload, clock_offset) for upload in arrived)
    return _number(_say(vault, code, lambda one: rule(one, photos), now.log))


def photo(vault: Vault, code: str, file: str) -> tuple[str, Photo, Iterator[bytes]]:
    """A photograph's own name, what is known of it, and its bytes; the view is written down first.

    Raises NoSuchCallout, FileNotHere or FileDamaged: read once to the end before a byte is handed on.
    """
    one = scene(vault, code)
    found = one.callout.photo(file)
    if found is None:
        raise NoSuchCallout
    entry, place, shot = found
    try:
        for _ in vault.read_file(entry.log, shot.file):
            pass
    except FileDamaged:
        _custody(vault, one, entry.log, shot, CustodyEvent.DAMAGED)
        raise
    _custody(vault, one, entry.log, shot, CustodyEvent.VIEWED)
    return f"{code}-{entry.fact.number}-{place}", shot, vault.read_file(entry.log, shot.file)


def _scene(vault: Vault, alarm: Alarm, readable: frozenset[LogId]) -> Scene | None:
    logs = tuple(log for log in alarm.logs if log in readable)
    if not logs:
        return None
    return Scene(alarm, logs, together(vault.draw(log, CalloutFold()) for log in logs))


def _say(
    vault: Vault, code: str, rule: Callable[[Scene], Said], log: LogId | None = None
) -> tuple[Recorded[Any], ...]:
    """Both logs or neither: the bell never waits for a word that was written, nor hears one that was not.

    ``log`` is given where files were sealed for it.
    """
    (bell,) = vault.logs(LogClass.BELL)

    def plan() -> Iterable[Put]:
        one = scene(vault, code)
        said = rule(one)
        yield Put(log or one.log, said.file)
        yield from (Put(log or one.log, row) for row in said.custody)
        if said.bell is not None:
            yield Put(bell, said.bell)

    return vault.record(plan)


def _sealed(vault: Vault, log: LogId, upload: Upload, clock_offset: float | None) -> Photo:
    """Sealed as it came, metadata and all (R-31); hash and size are taken from the same single pass."""
    name, media_type = upload.name or "", upload.content_type or "application/octet-stream"
    file = vault.put_file(log, upload.chunks(), name=name, media_type=media_type)
    return Photo(file=file, acquired_by=vault.me, acquired_at=vault.now(), clock_offset_seconds=clock_offset)


def _custody(vault: Vault, one: Scene, log: LogId, shot: Photo, event: CustodyEvent) -> None:
    vault.record(lambda: [Put(log, rules.custody(one.alarm, shot, event))])


def _number(written: tuple[Recorded[Any], ...]) -> int:
    return int(written[0].fact.number)
