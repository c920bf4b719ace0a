# SPDX-License-Identifier: AGPL-3.0-or-later
"""The directory: members, devices, bells, relays and intake keys, drawn from signed statements alone.

Anyone with the organisation's id can redraw it from the clear log; no administrator can add to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from tocsin.vault import labels, statements
from tocsin.vault.ids import DeviceId, MemberId, OrgId
from tocsin.vault.keys import PublicKeys, device_id, verified
from tocsin.vault.kinds import LogClass, Signer
from tocsin.vault.statements import Statement, moment, number, octets, word
from tocsin.vault.verdicts import Rejected, Verdict
from tocsin.vault.words import check_callsign

STEWARD: Final = "steward"


def log_of(org: bytes, cls: LogClass) -> bytes:
    """The id of a log of which an organisation has exactly one; nobody can make a second."""
    return labels.digest(labels.LOG, org, cls.value.encode())[:16]


@dataclass(frozen=True, slots=True)
class Member:
    id: MemberId
    callsign: str
    keys: PublicKeys
    roles: frozenset[str]
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Bell:
    """The desk's operational identity: rings for everyone, opens no case."""

    id: MemberId
    callsign: str
    keys: PublicKeys


@dataclass(frozen=True, slots=True)
class DeviceCard:
    id: DeviceId
    owner: MemberId
    key: bytes
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Relay:
    id: str
    address: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Period:
    """An intake key and the time it serves."""

    id: bytes
    start: datetime
    end: datetime
    kem: bytes


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory as of its last accepted statement."""

    org: OrgId
    seq: int = -1
    head: bytes = statements.START
    threshold: int = 0
    members: Mapping[MemberId, Member] = field(default_factory=dict)
    bells: Mapping[MemberId, Bell] = field(default_factory=dict)
    devices: Mapping[DeviceId, DeviceCard] = field(default_factory=dict)
    relays: Mapping[str, Relay] = field(default_factory=dict)
    periods: tuple[Period, ...] = ()
    forked: bool = False
    """Two statements at one seq: grants are frozen until people have looked."""
    ever_stewards: frozenset[MemberId] = frozenset()
    """Also those who are no longer: what they wrote then still stands."""
    before: Directory | None = field(default=None, repr=False, compare=False)

    def step(self, statement: Statement) -> Directory:
        """The directory after one more statement. Raises Rejected(bad-statement)."""
        if statement.seq <= self.seq:
            return self._again(statement)
        if (statement.seq, statement.prev) != (self.seq + 1, self.head):
            raise Rejected(Verdict.BAD_STATEMENT, f"statement {statement.seq} does not follow {self.seq}")
        act = _ACTS.get(statement.do)
        if act is None:
            raise Rejected(Verdict.NEWER_VERSION, f"statement {statement.do!r}")
        try:
            after = act(self, statement, statement.fields)
        except Rejected:
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Rejected(
                Verdict.BAD_STATEMENT, f"{statement.do}: {type(error).__name__}: {error}"
            ) from None
        return replace(after, seq=statement.seq, head=statement.hash, before=self)

    def _again(self, statement: Statement) -> Directory:
        """A second statement at a seq: the same one is nothing new, another that also holds is a fork."""
        then: Directory = self
        while then.seq > statement.seq and then.before is not None:
            then = then.before
        if then.head == statement.hash:
            return self
        if then.before is not None:
            then.before.step(statement)  # raises unless the stewards did sign both
        return replace(self, forked=True)

    @property
    def stewards(self) -> frozenset[MemberId]:
        return frozenset(member.id for member in self.members.values() if STEWARD in member.roles)

    def callsign(self, id: MemberId) -> str:
        """How a member or bell is called outside the vault; a short id for an unknown one."""
        card = self.members.get(id) or self.bells.get(id)
        return card.callsign if card else id[:8]

    def keys(self, id: MemberId) -> PublicKeys | None:
        card = self.members.get(id) or self.bells.get(id)
        return card.keys if card else None

    def signer(self, owner: MemberId) -> Signer:
        return Signer.BELL if owner in self.bells else Signer.MEMBER

    def device(self, id: DeviceId) -> DeviceCard | None:
        return self.devices.get(id)

    def period_at(self, at: datetime) -> Period | None:
        """The intake key to seal to. When the schedule has run out the last one stays in use."""
        for period in self.periods:
            if period.start <= at < period.end:
                return period
        return self.periods[-1] if self.periods else None

    def overdue(self, at: datetime) -> bool:
        """Whether the intake schedule ran out: a fault that shouts."""
        return not any(period.start <= at < period.end for period in self.periods)

    def period(self, id: bytes) -> Period | None:
        return next((period for period in self.periods if period.id == id), None)

    def signed_by_stewards(self, statement: Statement, needed: int, *, suspended_too: bool = False) -> None:
        """Raises Rejected unless so many different stewards signed."""
        good = set()
        for by, sig in statement.signatures:
            member = self.members.get(MemberId(by.hex()))
            counts = member and STEWARD in member.roles and (suspended_too or not member.suspended)
            if member and counts and member.keys.verify(sig, statements.signed_bytes(statement.text)):
                good.add(member.id)
        if len(good) < needed:
            raise Rejected(Verdict.BAD_STATEMENT, f"{len(good)} stewards signed where {needed} are needed")


def _genesis(before: Directory, statement: Statement, fields: Mapping[str, Any]) -> Directory:
    if statement.seq != 0 or statement.hash.hex() != before.org:
        raise Rejected(Verdict.BAD_STATEMENT, "the genesis is not that of the pinned organisation")
    members = {}
    for one in fields["stewards"]:
        member = _new_member(one, frozenset([STEWARD, *map(word, one.get("roles", []))]))
        members[member.id] = member
    threshold = number(fields["threshold"])
    if threshold != min(2, len(members)):
        raise ValueError("the threshold is two, or one for a single steward")
    after = replace(before, members=members, threshold=threshold, ever_stewards=frozenset(members))
    after.signed_by_stewards(statement, len(members))
    return after


def _member(before: Directory, statement: Statement, fields: Mapping[str, Any]) -> Directory:
    """Adds or re-keys. A re-keyed member keeps id and callsign, and gets nothing granted again by itself."""
    before.signed_by_stewards(statement, before.threshold)
    member = _new_member(fields, frozenset(map(word, fields["roles"])))
    known = before.members.get(member.id)
    if any(
        other.callsign.casefold() == member.callsign.casefold()
        for other in before.members.values()
        if other is not known
    ):
        raise ValueError("this callsign is taken")
    ever = before.ever_stewards | ({member.id} if STEWARD in member.roles else frozenset())
    return replace(before, members={**before.members, member.id: member}, ever_stewards=ever)


def _suspend(before: Directory, statement: Statement, fields: Mapping[str, Any]) -> Directory:
    """One steward may suspend anyone; lifting it takes the threshold, the suspended stewards counted in."""
    lifted = fields.get("lifted", False) is True
    before.signed_by_stewards(statement, before.threshold if lifted else 1, suspended_too=lifted)
    member = before.members[MemberId(octets(fields["member"], 16).hex())]
    return replace(before, members={**before.members, member.id: replace(member, suspended=not lifted)})


def _device(before: Directory, statement: Statement, fields: Mapping[str, Any]) -> Directory:
    owner, key = MemberId(octets(fields["owner"], 16).hex()), octets(fields["key"], 32)
    _signed_by_owner(before, statement, owner)
    card = DeviceCard(DeviceId(device_id(key).hex()), owner, key)
    if card.id in before.devices:
        raise ValueError("this device is certified already")
    return replace(before, devices={**before.devices, card.id: card})


def _revoke(before: Directory, statement: Statement, fields: Mapping[str, Any]) -> Directory:
    card = before.devices[DeviceId(octets(fields["device"], 16).hex())]
    try:
        _signed_by_owner(before, statement, card.owner)
    except Rejected:
        before.signed_by_stewards(statement, before.threshold)
    return replace(before, devices={**before.devices, card.id: replace(card, revoked=True)})


def _bell(before: Directory, statement: Statement, fields: Mapping[str, Any]) -> Directory:
    before.signed_by_stewards(statement, before.threshold)
    bell = Bell(
        MemberId(octets(fields["id"], 16).hex()), word(fields["callsign"]), statements.public_keys(fields)
    )
    if bell.id in before.members:
        raise ValueError("a member is not a bell")
    return replace(before, bells={**before.bells, bell.id: bell})


def _relay(before: Directory, statement: Statement, fields: Mapping[str, Any]) -> Directory:
    before.signed_by_stewards(statement, before.threshold)
    relay = Relay(octets(fields["id"], 16).hex(), word(fields["address"]), octets(fields["key"], 32))
    return replace(before, relays={**before.relays, relay.id: relay})


def _intake(before: Directory, statement: Statement, fields: Mapping[str, Any]) -> Directory:
    before.signed_by_stewards(statement, before.threshold)
    new = [
        Period(octets(one["id"], 16), moment(one["start"]), moment(one["end"]), octets(one["kem"], 1216))
        for one in fields["periods"]
    ]
    periods = sorted([*before.periods, *new], key=lambda period: (period.start, period.id))
    if any(period.start >= period.end for period in new) or len({one.id for one in periods}) != len(periods):
        raise ValueError("an intake period of no length, or one id twice")
    return replace(before, periods=tuple(periods))


def _new_member(fields: Mapping[str, Any], roles: frozenset[str]) -> Member:
    id = MemberId(octets(fields["id"], 16).hex())
    return Member(id, check_callsign(word(fields["callsign"])), statements.public_keys(fields), roles)


def _signed_by_owner(before: Directory, statement: Statement, owner: MemberId) -> None:
    keys = before.keys(owner)
    message = statements.signed_bytes(statement.text)
    if keys is None or not any(
        by.hex() == owner and verified(keys.sign, sig, message) for by, sig in statement.signatures
    ):
        raise Rejected(Verdict.BAD_STATEMENT, "not signed by the device's owner")


_ACTS: Final[dict[str, Callable[[Directory, Statement, Mapping[str, Any]], Directory]]] = {
    "genesis": _genesis,
    "member": _member,
    "suspend": _suspend,
    "device": _device,
    "revoke": _revoke,
    "bell": _bell,
    "relay": _relay,
    "intake": _intake,
}
