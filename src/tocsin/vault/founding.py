# SPDX-License-Identifier: AGPL-3.0-or-later
"""Founding an organisation: stewards, members, bell, relays, intake periods, and everybody's first keys.

Randomness and clock come in, bytes go out; ``write`` alone touches the disk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from tocsin.vault import facts, keybag, opening, statements, words, wraps
from tocsin.vault.authors import Author
from tocsin.vault.directory import STEWARD, Directory, log_of
from tocsin.vault.entry import NOTHING, Place, seal
from tocsin.vault.facts import IntakeGranted, MemberDescribed, OrganisationDescribed
from tocsin.vault.ids import DeviceId, LogId, MemberId, OrgId
from tocsin.vault.keybag import FLOOR, Cost, Slot
from tocsin.vault.keys import Device, Identity, KemSecret, Signing
from tocsin.vault.kinds import LogClass, Registry, Signer
from tocsin.vault.needs import Batch, NewRow, RandomBytes, Store, WrapBody
from tocsin.vault.pen import NewLog, Pen, Put

PERIODS: Final = 8
PERIOD: Final = timedelta(days=7)
BELL: Final = "Bell"


class CannotFound(ValueError):
    """The answers do not make an organisation; the message says which and why."""


@dataclass(frozen=True, slots=True)
class NewMember:
    """One member's answers. ``intake``: can open what comes in, though not on call."""

    callsign: str
    name: str
    roles: tuple[str, ...] = ()
    on_call: bool = False
    intake: bool = False

    @property
    def steward(self) -> bool:
        return STEWARD in self.roles


@dataclass(frozen=True, slots=True)
class Answers:
    organisation: str
    timezone: str
    languages: tuple[str, ...]
    fallback_phone: str
    members: tuple[NewMember, ...]
    relays: tuple[str, ...] = ()


@dataclass(slots=True)
class Founded:
    """Everything to write, and what to tell each person once, on paper."""

    org: OrgId
    directory: Directory
    batch: Batch
    files: dict[str, bytes]
    members: dict[str, MemberId]
    passphrases: dict[str, str]
    fingerprints: dict[str, str]


@dataclass(slots=True)
class _Person:
    id: MemberId
    answers: NewMember
    identity: Identity
    device: Device


def found(
    answers: Answers, *, now: datetime, random_bytes: RandomBytes, registry: Registry, cost: Cost = FLOOR
) -> Founded:
    """Found an organisation. Raises CannotFound."""
    _check(answers)
    people = [_person(one, random_bytes) for one in answers.members]
    bell = _person(NewMember(BELL, ""), random_bytes)
    register = _Register(people, now, random_bytes)
    register.found()
    register.enrol(people, bell)
    relay_files = register.relays(answers.relays)
    granted = register.intake([one for one in people if one.answers.on_call or one.answers.intake])
    logs = _Logs(people, bell, register.directory, registry.having(facts.KINDS), now, random_bytes)
    logs.org(answers)
    logs.bell(granted)
    logs.own()
    passphrases = {
        one.answers.callsign: words.passphrase(one.answers.callsign, random_bytes) for one in people
    }
    return Founded(
        org=register.org,
        directory=register.directory,
        batch=Batch((*register.rows, *logs.rows), (*register.wraps, *logs.wraps)),
        files={**relay_files, **_files(register.org, people, bell, passphrases, random_bytes, cost)},
        members={one.answers.callsign: one.id for one in (*people, bell)},
        passphrases=passphrases,
        fingerprints={one.answers.callsign: one.identity.public.fingerprint for one in people},
    )


def write(founded: Founded, folder: Path, store: Store) -> None:
    """Write an organisation into an empty data folder: the files first, the log last."""
    for name, content in founded.files.items():
        path = folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(content)
    store.append(founded.batch, {log_of(bytes.fromhex(founded.org), LogClass.DIRECTORY): 0})


def _check(answers: Answers) -> None:
    callsigns = [words.first_word(one.callsign) for one in answers.members] + [words.first_word(BELL)]
    for one in answers.members:
        try:
            words.check_callsign(one.callsign)
        except words.BadCallsign as error:
            raise CannotFound(str(error)) from None
    if len(set(callsigns)) != len(callsigns):
        raise CannotFound("two members have the same callsign, or one is called Bell")
    stewards = sum(one.steward for one in answers.members)
    if not stewards or (len(answers.members) > 1 and stewards < 2):
        raise CannotFound("an organisation of several people needs two stewards")
    if not any(one.on_call or one.intake for one in answers.members):
        raise CannotFound("nobody could open what comes in: put somebody on call")


def _person(answers: NewMember, random_bytes: RandomBytes) -> _Person:
    id = MemberId(random_bytes(16).hex())
    return _Person(id, answers, Identity(random_bytes(32)), Device(random_bytes(32)))


def _files(
    org: OrgId,
    people: list[_Person],
    bell: _Person,
    passphrases: dict[str, str],
    random_bytes: RandomBytes,
    cost: Cost,
) -> dict[str, bytes]:
    raw = bytes.fromhex(org)
    made = {
        "node/org": f"{org}\n".encode(),
        "bell/bell.key": opening.bell_key(bell.id, bell.identity, bell.device),
    }
    for one in people:
        slot = Slot(one.identity.seed, bytes.fromhex(one.id))
        bag = keybag.make(slot, passphrases[one.answers.callsign], random_bytes, cost)
        made[f"node/keybags/{keybag.file_name(raw, one.answers.callsign)}"] = bag
        sealed = opening.seal_device(one.identity, raw, one.device, random_bytes(12))
        made[f"node/devices/{opening.device_name(one.identity)}"] = sealed
    return made


@dataclass(slots=True)
class _Register:
    """Writes the directory's first statements, each checked as any reader will check it."""

    people: list[_Person]
    now: datetime
    random_bytes: RandomBytes
    directory: Directory = field(default_factory=lambda: Directory(OrgId("")))
    rows: list[NewRow] = field(default_factory=list)
    wraps: list[WrapBody] = field(default_factory=list)
    _last: bytes = NOTHING

    @property
    def org(self) -> OrgId:
        return self.directory.org

    @property
    def stewards(self) -> list[_Person]:
        return [one for one in self.people if one.answers.steward]

    def found(self) -> None:
        stewards = [self._member_fields(one) for one in self.stewards]
        threshold = min(2, len(stewards))
        chance = self.random_bytes(16).hex()
        text = self._draft("genesis", stewards=stewards, threshold=threshold, nonce=chance)
        self.directory = Directory(OrgId(statements.hash_of(text).hex()))
        self._state(text, self.stewards)

    def enrol(self, people: list[_Person], bell: _Person) -> None:
        for one in people:
            if not one.answers.steward:
                self._state(self._draft("member", **self._member_fields(one)), self._quorum)
        keys = statements.key_fields(bell.identity.public)
        self._state(self._draft("bell", id=bell.id, callsign=BELL, **keys), self._quorum)
        for one in (*people, bell):
            key = one.device.signing.public.hex()
            self._state(self._draft("device", owner=one.id, key=key), [one])

    def relays(self, addresses: tuple[str, ...]) -> dict[str, bytes]:
        made = {}
        for number, address in enumerate(addresses):
            seed, id = self.random_bytes(32), self.random_bytes(16).hex()
            key = Signing(seed).public.hex()
            self._state(self._draft("relay", id=id, address=address, key=key), self._quorum)
            made[f"relay/relay-{number}.key"] = seed
        return made

    def intake(self, holders: list[_Person]) -> list[IntakeGranted]:
        """Eight periods' keys; the private halves wrapped to the holders."""
        start = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        periods, granted = [], []
        for number in range(PERIODS):
            id, seed = self.random_bytes(16), self.random_bytes(32)
            begin = start + number * PERIOD
            periods.append(
                {
                    "id": id.hex(),
                    "start": begin.isoformat(),
                    "end": (begin + PERIOD).isoformat(),
                    "kem": KemSecret(seed).public.hex(),
                }
            )
            granted.append(self._wrap_period(id, seed, holders))
        self._state(self._draft("intake", periods=periods), self._quorum)
        return granted

    def _wrap_period(self, id: bytes, seed: bytes, holders: list[_Person]) -> IntakeGranted:
        org = bytes.fromhex(self.org)
        kems = [one.identity.kem.public for one in holders]
        body = wraps.make(seed, kems, lambda kem: wraps.intake_info(org, id, kem), self.random_bytes)
        name = wraps.name(id, NOTHING, body)
        self.wraps.append(WrapBody(name, id, NOTHING, body))
        return IntakeGranted(
            period=id.hex(), readers=tuple(sorted(one.id for one in holders)), wraps=name.hex()
        )

    @property
    def _quorum(self) -> list[_Person]:
        return self.stewards[: self.directory.threshold]

    def _member_fields(self, one: _Person) -> dict[str, Any]:
        keys = statements.key_fields(one.identity.public)
        return {"id": one.id, "callsign": one.answers.callsign, "roles": sorted(one.answers.roles), **keys}

    def _draft(self, do: str, **fields: Any) -> str:
        return statements.draft(
            do, seq=self.directory.seq + 1, prev=self.directory.head, at=self.now, **fields
        )

    def _state(self, text: str, signers: list[_Person]) -> None:
        signatures = [statements.sign(text, bytes.fromhex(one.id), one.identity) for one in signers]
        json = statements.body(text, signatures, self.now)
        self.directory = self.directory.step(statements.read(json))
        log = log_of(bytes.fromhex(self.org), LogClass.DIRECTORY)
        author = self.stewards[0].device.author(log)
        place = Place(log, len(self.rows), self._last, ())
        entry = seal(json, place, author, None, r=self.random_bytes(32), nonce=b"")
        self._last = entry.id
        self.rows.append(NewRow(log, entry.id, entry.head, entry.body, entry.sig))


@dataclass(slots=True)
class _Logs:
    """Begins the sealed logs every organisation has."""

    people: list[_Person]
    bell_person: _Person
    directory: Directory
    registry: Registry
    now: datetime
    random_bytes: RandomBytes
    rows: list[NewRow] = field(default_factory=list)
    wraps: list[WrapBody] = field(default_factory=list)

    def org(self, answers: Answers) -> None:
        log = self._only(LogClass.ORG)
        described: list[object] = [
            OrganisationDescribed(
                name=answers.organisation,
                timezone=answers.timezone,
                languages=answers.languages,
                fallback_phone=answers.fallback_phone,
            ),
            *(MemberDescribed(member=one.id, name=one.answers.name) for one in self.people),
        ]
        self._begin(self._first_steward, log, LogClass.ORG, self.people, described)

    def bell(self, granted: list[IntakeGranted]) -> None:
        log = self._only(LogClass.BELL)
        self._begin(self._first_steward, log, LogClass.BELL, [*self.people, self.bell_person], list(granted))

    def own(self) -> None:
        for one in self.people:
            self._begin(one, LogId(one.identity.member_log.hex()), LogClass.MEMBER, [one], [])

    @property
    def _first_steward(self) -> _Person:
        return next(one for one in self.people if one.answers.steward)

    def _only(self, cls: LogClass) -> LogId:
        return LogId(log_of(bytes.fromhex(self.directory.org), cls).hex())

    def _begin(
        self, by: _Person, log: LogId, cls: LogClass, readers: list[_Person], first: list[object]
    ) -> None:
        author = Author(by.id, Signer.MEMBER, DeviceId(by.device.id.hex()))
        pen = Pen(by.device, author, self.directory, self.registry, self.now, self.random_bytes, {})
        pen.do(NewLog(log, cls, frozenset(one.id for one in readers)))
        for fact in first:
            pen.do(Put(log, fact))
        self.rows.extend(pen.batch.entries)
        self.wraps.extend(pen.batch.wraps)
