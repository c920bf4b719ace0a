# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facts of the bell log: ids, times, addresses of our own people, opaque handles.

The bell's key opens this log on a machine that may be seized: nothing here says who called or what happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tocsin.vault.ids import LogId, MemberId, ParcelId
from tocsin.vault.kinds import LogClass, Signer, fact

BELL = (Signer.BELL,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the ladder: who is woken, and how long they have before the next step."""

    members: tuple[MemberId, ...]
    wait_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How one member is woken: addresses as URLs (``mailto:…``), all of them at once."""

    member: MemberId
    addresses: tuple[str, ...]


@fact("rota.set/1", log=LogClass.BELL, signers=(Signer.STEWARD,))
@dataclass(frozen=True, slots=True, kw_only=True)
class RotaSet:
    """Who is on call. After the last step everyone is woken, every ``repeat_seconds``, for ever."""

    steps: tuple[Step, ...]
    reach: tuple[Reach, ...]
    tz: str
    repeat_seconds: int = 300


@fact("alarm.received/1", log=LogClass.BELL, signers=BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmReceived:
    """A parcel is on disk; ``parcel`` is the SHA-256 of its ciphertext, ``key`` its sender's own mark."""

    alarm: str
    code: str
    parcel: ParcelId
    lane: str
    relay: str
    key: str = ""


@fact("alarm.delivered_again/1", log=LogClass.BELL, signers=BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRepeated:
    """The same signal came once more: the same bytes, or other bytes under the same sender's mark."""

    alarm: str
    parcel: ParcelId
    lane: str
    relay: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTo:
    """One page: its id makes the Message-ID, its code lets a person recognise a duplicate."""

    page: str
    code: str
    member: MemberId
    address: str
    token: str


@fact("alarm.rang/1", log=LogClass.BELL, signers=BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRang:
    """A rung of the ladder began. Pages that have not left yet are carried, not doubled."""

    alarm: str
    rung: int
    pages: tuple[PageTo, ...]


@fact("page.handed_off/1", log=LogClass.BELL, signers=BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class PageHandedOff:
    """The line took the page: it is on its way, which is not yet "seen"."""

    alarm: str
    page: str


class FailureCause(StrEnum):
    """Why a line did not take a page."""

    UNREACHABLE = "unreachable"
    BUSY = "busy"
    REFUSED = "refused"
    NO_LINE = "no_line"


@fact("page.failed/1", log=LogClass.BELL, signers=BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class PageFailed:
    """The line did not take the page. ``lasting`` ends it; otherwise the sender goes on trying."""

    alarm: str
    page: str
    cause: FailureCause
    lasting: bool


@fact("alarm.seen/1", log=LogClass.BELL, signers=BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSeen:
    """Somebody followed the link in a page. Whoever reads her mail could: it buys five minutes, no more."""

    alarm: str
    page: str


@fact("alarm.taken/1", log=LogClass.BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmTaken:
    """A member opened the alarm in her own process: hers for 15 minutes if ``grave``, else for 60."""

    alarm: str
    grave: bool


@fact("alarm.copied/1", log=LogClass.BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmCopied:
    """What the parcels said was copied into a log of class ALARM, so the intake key may go one day."""

    alarm: str
    log: LogId
    parcels: tuple[ParcelId, ...]


@fact("alarm.given_back/1", log=LogClass.BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmGivenBack:
    """The holder lets go: the next rung rings at once, and ``to`` is woken with it."""

    alarm: str
    to: MemberId | None = None


class Milestone(StrEnum):
    """Word that something follows; ``help`` alone makes the bell ring."""

    SET_OUT = "set_out"
    ARRIVED = "arrived"
    REPORTED = "reported"
    SAFE = "safe"
    HELP = "help"
    LEFT = "left"


@fact("alarm.milestone/1", log=LogClass.BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmMilestone:
    """What a callout log says in full, without its content: the bell cannot read that log.

    ``of`` names whom the word is from when a colleague writes it down for her.
    """

    alarm: str
    what: Milestone
    of: MemberId | None = None


class CloseReason(StrEnum):
    """Why an alarm may be closed; the words stand in the alarm's own log."""

    SAFE = "safe"
    FALSE_ALARM = "false_alarm"
    SAME_AS_ANOTHER = "same_as_another"
    HANDED_OVER = "handed_over"
    TEST = "test"
    OTHER = "other"


@fact("alarm.close_asked/1", log=LogClass.BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAsked:
    """One person says it is over; a second has 15 minutes if ``grave``, else 12 hours, or it rings again."""

    alarm: str
    reason: CloseReason
    grave: bool


@fact("alarm.close_doubted/1", log=LogClass.BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDoubted:
    """The second person does not agree: it rings again at once."""

    alarm: str


@fact("alarm.closed/1", log=LogClass.BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmClosed:
    """The second person agreed."""

    alarm: str
    reason: CloseReason


@fact("alarm.converted/1", log=LogClass.BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmConverted:
    """A case was opened from it; ``handle`` means nothing to the bell, and the case keeps its own clocks."""

    alarm: str
    handle: str


@fact("alarm.reopened/1", log=LogClass.BELL)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmReopened:
    """A person makes a closed or converted alarm ring again, from the first step."""

    alarm: str


KINDS: tuple[type, ...] = (
    RotaSet,
    AlarmReceived,
    AlarmRepeated,
    AlarmRang,
    PageHandedOff,
    PageFailed,
    AlarmSeen,
    AlarmTaken,
    AlarmCopied,
    AlarmGivenBack,
    AlarmMilestone,
    CloseAsked,
    CloseDoubted,
    AlarmClosed,
    AlarmConverted,
    AlarmReopened,
)
