# SPDX-License-Identifier: AGPL-3.0-or-later
"""The vault's own facts: who may read a log or an intake period, and the names behind callsigns.

Names are sealed facts of the ORG log, never directory statements: the directory is clear text.
"""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.vault.kinds import LogClass, Signer, fact

_SEALED = (LogClass.ORG, LogClass.BELL, LogClass.ALARM, LogClass.CASE, LogClass.MEMBER)


@fact("log.granted/1", log=_SEALED)
@dataclass(frozen=True, slots=True, kw_only=True)
class LogGranted:
    """Readers were added to an epoch; or, when ``fresh``, a new epoch began with exactly these readers.

    ``salt``, in a log's first entry, proves that this device was meant to begin it.
    """

    epoch: str
    readers: tuple[str, ...]
    wraps: str
    directory: str
    fresh: bool
    salt: str = ""


@fact("log.epoch_ended/1", log=_SEALED)
@dataclass(frozen=True, slots=True, kw_only=True)
class EpochEnded:
    """The last word of an epoch, for those who will not read the next: what they add would be lost."""

    next: str


@fact("intake.granted/1", log=LogClass.BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeGranted:
    """Members who can open what comes in during a period."""

    period: str
    readers: tuple[str, ...]
    wraps: str


@fact("organisation.described/1", log=LogClass.ORG, signers=(Signer.STEWARD,))
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDescribed:
    """What the organisation is called, its time zone, languages and fallback number; the latest stands."""

    name: str
    timezone: str
    languages: tuple[str, ...]
    fallback_phone: str


@fact("member.described/1", log=LogClass.ORG, signers=(Signer.STEWARD,))
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDescribed:
    """The real name behind a callsign; the latest stands."""

    member: str
    name: str


KINDS: tuple[type, ...] = (LogGranted, EpochEnded, IntakeGranted, OrganisationDescribed, MemberDescribed)
