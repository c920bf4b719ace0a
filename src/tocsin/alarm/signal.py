# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a parcel of the intake says: somebody's words and what was ticked beside them, all of it a claim.

Reading never fails: a signal that makes no sense still opens an alarm, and says that it could not be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class Danger(StrEnum):
    """What is in danger, as far as was said."""

    LIFE = "life"
    LIBERTY = "liberty"
    THREAT = "threat"
    NOT_SAID = "not_said"


class Who(StrEnum):
    """Who is in danger, seen from whoever called."""

    CALLER = "caller"
    WITH_THEM = "with_them"
    ELSEWHERE = "elsewhere"


class Known(StrEnum):
    """Yes, no, and the honest third."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Door(StrEnum):
    """Who is at the door."""

    UNIFORMS = "uniforms"
    PLAIN_CLOTHES = "plain"
    FAMILY = "family"
    NOT_SAID = "not_said"


class CallBack(StrEnum):
    """Whether this number may be called again."""

    YES = "yes"
    NO = "no"
    CODE_WORD = "code_word"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One telling. ``words`` and ``where`` are theirs, exactly; ``sounds`` are ours, never a conclusion."""

    words: str = ""
    where: str = ""
    sounds: str = ""
    name: str = ""
    contact: str = ""
    danger: Danger = Danger.NOT_SAID
    who: tuple[Who, ...] = ()
    minor: Known = Known.UNKNOWN
    door: Door = Door.NOT_SAID
    call_back: CallBack = CallBack.UNKNOWN
    duress: bool = False
    finished: bool = True
    readable: bool = True

    @property
    def grave(self) -> bool:
        """Short lease, and nobody closes it alone: unless somebody said that it is not so."""
        lighter = self.danger is Danger.THREAT and self.minor is Known.NO
        return self.duress or not (self.readable and lighter)

    @property
    def empty(self) -> bool:
        return not (self.words or self.where or self.sounds or self.name or self.contact)


UNREADABLE = Signal(readable=False)
_TEXTS = ("words", "where", "sounds", "name", "contact")
_CHOICES: Mapping[str, type[StrEnum]] = {
    "danger": Danger,
    "minor": Known,
    "door": Door,
    "call_back": CallBack,
}


def content(signal: Signal) -> dict[str, Any]:
    """What is sealed into a parcel: only what was said, so that silence has no length of its own."""
    plain: dict[str, Any] = {}
    for field in fields(signal):
        value = getattr(signal, field.name)
        if value != field.default and field.name != "readable":
            plain[field.name] = _plain(value)
    return plain


def read(plain: Mapping[str, Any]) -> Signal:
    """The signal in an opened parcel. An unknown word of a choice reads as not said; nothing is refused."""
    values: dict[str, Any] = {name: _text(plain.get(name)) for name in _TEXTS}
    for name, choice in _CHOICES.items():
        value = plain.get(name)
        if isinstance(value, str) and value in set(choice):
            values[name] = choice(value)
    told = plain.get("who")
    values["who"] = tuple(who for who in Who if isinstance(told, list | tuple) and who in told)
    values["duress"] = plain.get("duress") is True
    values["finished"] = plain.get("finished") is not False
    return Signal(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else repr(value)
