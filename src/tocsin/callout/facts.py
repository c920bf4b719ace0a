# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be written while somebody is out for an alarm, in that alarm's own sealed log.

An entry's time says when it was written down; ``happened_at`` says when it happened, as she tells it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tocsin.vault.files import SealedFile
from tocsin.vault.ids import MemberId
from tocsin.vault.kinds import LogClass, fact


@fact("callout.set_out/1", log=LogClass.ALARM)
@dataclass(frozen=True, slots=True, kw_only=True)
class SetOut:
    """A member is on the way."""

    alarm: str
    happened_at: datetime


@fact("callout.arrived/1", log=LogClass.ALARM)
@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """She stands there."""

    alarm: str
    happened_at: datetime


@fact("callout.reported/1", log=LogClass.ALARM)
@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """She is safe and still out; ``of`` names her when a colleague who heard her writes it down."""

    alarm: str
    happened_at: datetime
    of: MemberId | None = None


@fact("callout.help_needed/1", log=LogClass.ALARM)
@dataclass(frozen=True, slots=True, kw_only=True)
class HelpNeeded:
    """She needs help now; nothing that her own phone says later takes this back."""

    alarm: str
    happened_at: datetime


@fact("callout.left/1", log=LogClass.ALARM)
@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """She is no longer out there; ``of`` as in Reported."""

    alarm: str
    happened_at: datetime
    of: MemberId | None = None


class Sense(StrEnum):
    """How the observer knows: by a sense of her own, from somebody's mouth, or by her own doing."""

    SEEN = "seen"
    HEARD = "heard"
    SMELLED = "smelled"
    WORDS = "words"
    MOVED = "moved"


class Basis(StrEnum):
    """How whoever spoke knows it."""

    SAW = "saw"
    HEARD = "heard"
    TOLD = "told"
    NOT_SAID = "not_said"


class Naming(StrEnum):
    """Whether whoever spoke may be named; nobody asked is a third answer, and counts as no."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Whose words these are: who as she would describe them, which need not be a name."""

    who: str = ""
    basis: Basis = Basis.NOT_SAID
    may_be_named: Naming = Naming.NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photograph exactly as the device made it; the hash in ``file`` was taken before anything else.

    ``clock_offset_seconds``: how far the device's clock was ahead of the desk's, None where nobody compared.
    """

    file: SealedFile
    acquired_by: MemberId
    acquired_at: datetime
    clock_offset_seconds: float | None = None


@fact("observation.noted/1", log=LogClass.ALARM)
@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationNoted:
    """One numbered thing that was seen, heard, smelled, said by somebody, or moved; never a conclusion."""

    alarm: str
    number: int
    happened_at: datetime
    text: str
    language: str
    sense: Sense
    spoken: Spoken | None = None
    photos: tuple[Photo, ...] = ()


class CustodyEvent(StrEnum):
    """What happened to a piece of evidence."""

    ACQUIRED = "acquired"
    VIEWED = "viewed"
    DAMAGED = "damaged"


@fact("custody.noted/1", log=LogClass.ALARM)
@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyNoted:
    """One row of the chain of custody of one file, with the hash that the file had then."""

    alarm: str
    file: str
    event: CustodyEvent
    sha256: str


KINDS: tuple[type, ...] = (
    SetOut,
    Arrived,
    Reported,
    HelpNeeded,
    Left,
    ObservationNoted,
    CustodyNoted,
)
