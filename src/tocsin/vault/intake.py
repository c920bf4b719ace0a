# SPDX-License-Identifier: AGPL-3.0-or-later
"""Intake parcels: what comes in while nobody is logged in, sealed to the duty period's key at once.

Sealing needs only the directory; opening needs a member to whom the period's key was wrapped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tocsin.vault import cbor, jsontext, labels
from tocsin.vault.directory import Directory
from tocsin.vault.ids import OrgId, ParcelId
from tocsin.vault.keys import KemPublic, KemSecret
from tocsin.vault.padding import is_padded, pad

VERSION: Final = 0
SUITE: Final = 1
NO_RELAY: Final = bytes(16)
LONGEST_LANE: Final = 32


class BadParcel(ValueError):
    """Bytes that are no parcel of this organisation, or one that was altered."""


class NoIntakeKey(Exception):
    """The directory holds no intake key: nothing can be taken in until stewards publish one."""


class NotForMe(Exception):
    """This parcel's period was not wrapped to me."""


class NotHereYet(Exception):
    """This node has not received the parcel."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel's clear label. ``sealed`` says nothing without the period's key."""

    org: OrgId
    period: bytes
    relay: bytes
    lane: str
    sealed: bytes

    @property
    def info(self) -> bytes:
        return _info(bytes.fromhex(self.org), self.period, self.relay, self.lane)


def parcel_id(raw: bytes) -> ParcelId:
    return ParcelId(hashlib.sha256(raw).hexdigest())


def seal_parcel(
    directory: Directory, lane: str, content: Mapping[str, Any], now: datetime, relay: bytes = NO_RELAY
) -> bytes:
    """A sealed parcel. Raises NoIntakeKey; when the schedule has run out the last key still serves."""
    period = directory.period_at(now)
    if period is None:
        raise NoIntakeKey
    org = bytes.fromhex(directory.org)
    plain = pad(jsontext.write(dict(content)))
    sealed = KemPublic(period.kem).seal(plain, _info(org, period.id, relay, lane))
    return cbor.encode([VERSION, SUITE, org, period.id, relay, lane, sealed])


def read_label(raw: bytes) -> Parcel:
    """The clear part of a parcel. Raises BadParcel."""
    try:
        fields = cbor.decode(raw)
    except cbor.BadCbor as error:
        raise BadParcel(str(error)) from None
    if type(fields) is not list or len(fields) != 7 or fields[:2] != [VERSION, SUITE]:
        raise BadParcel("not a parcel of this version")
    org, period, relay, lane, sealed = fields[2:]
    sized = ((org, 32), (period, 16), (relay, 16))
    if any(type(value) is not bytes or len(value) != size for value, size in sized):
        raise BadParcel("a field of the wrong type or length")
    if type(lane) is not str or not 0 < len(lane) <= LONGEST_LANE or type(sealed) is not bytes:
        raise BadParcel("a field of the wrong type or length")
    return Parcel(OrgId(org.hex()), period, relay, lane, sealed)


def open_parcel(parcel: Parcel, secret: bytes) -> dict[str, Any]:
    """The content, with the period's 32-byte secret. Raises BadParcel."""
    plain = KemSecret(secret).open(parcel.sealed, parcel.info)
    if plain is None or not is_padded(len(plain)):
        raise BadParcel("altered, or sealed to another key")
    try:
        return jsontext.read(plain.rstrip(b"\0"))
    except jsontext.BadJson as error:
        raise BadParcel(str(error)) from None


def _info(org: bytes, period: bytes, relay: bytes, lane: str) -> bytes:
    return labels.PARCEL + cbor.encode([VERSION, SUITE, org, period, relay, lane])
