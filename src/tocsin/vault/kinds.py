# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be written in a log: kinds are literals with a version, never a Python path.

A renamed module must not change what a court reads, so every kind is declared beside its dataclass
and listed in its chapter's ``KINDS``; wiring builds one registry from those lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from tocsin.vault.ids import EntryId, LogId, MemberId

T = TypeVar("T", bound=type)
F_co = TypeVar("F_co", covariant=True)
S = TypeVar("S")
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
RESERVED = frozenset(("kind", "at", "certified"))
"""Keys of a body that belong to the log itself; ``certified`` holds the author's certificate."""


class LogClass(StrEnum):
    """Who reads a log: directory and public are clear text, the others are sealed."""

    DIRECTORY = "directory"
    ORG = "org"
    BELL = "bell"
    ALARM = "alarm"
    CASE = "case"
    MEMBER = "member"
    PUBLIC = "public"

    @property
    def clear(self) -> bool:
        return self in (LogClass.DIRECTORY, LogClass.PUBLIC)


class Signer(StrEnum):
    """What kind of device may sign a fact."""

    MEMBER = "member"
    BELL = "bell"
    STEWARD = "steward"


class UnreadableFact(ValueError):
    """A body of a known kind does not have the shape that its kind promises."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table of kinds."""

    name: str
    logs: tuple[LogClass, ...]
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact of a kind this version does not know: kept, synced, and never guessed at."""

    kind: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recorded(Generic[F_co]):
    """A fact as it stands in a log; ``at`` is claimed by its author, ``seq`` counts that author's entries."""

    id: EntryId
    log: LogId
    by: MemberId
    signer: Signer
    at: datetime
    seq: int
    fact: F_co


class Fold(Protocol[S]):
    """How a picture is drawn: a start, and one step per entry in fold order."""

    def empty(self) -> S: ...

    def step(self, state: S, entry: Recorded[Any]) -> S: ...


def fact(
    name: str, *, log: LogClass | tuple[LogClass, ...], signers: tuple[Signer, ...] = (Signer.MEMBER,)
) -> Callable[[T], T]:
    """Declare the kind of a frozen dataclass: its literal name, the logs it may stand in, who may sign it."""

    def declare(cls: T) -> T:
        logs = log if isinstance(log, tuple) else (log,)
        setattr(cls, "__kind__", Kind(name, logs, signers))  # noqa: B010  slots forbid a plain class attribute
        return cls

    return declare


def kind_of(value: object) -> Kind:
    """The declared kind of a fact or of its class. Raises TypeError for anything that was never declared."""
    kind = getattr(value, "__kind__", None)
    if not isinstance(kind, Kind):
        raise TypeError(f"{value!r} is not a declared fact")
    return kind


class Registry:
    """All kinds that this program can read, from the chapters' ``KINDS`` lists."""

    def __init__(self, types: Iterable[type], upcasters: Mapping[str, Upcaster] | None = None) -> None:
        """``upcasters`` maps an old kind name to a pure function from its body to the next version's body."""
        self._types: dict[str, type] = {}
        self._upcasters = dict(upcasters or {})
        for cls in types:
            name = kind_of(cls).name
            if name in self._types:
                raise ValueError(f"the kind {name} is declared twice")
            if taken := RESERVED.intersection(getattr(cls, "__dataclass_fields__", ())):
                raise ValueError(
                    f"the kind {name} names a field {', '.join(sorted(taken))}, which is the log's"
                )
            self._types[name] = cls

    def having(self, types: Iterable[type]) -> Registry:
        """This registry with those types added where it lacks them."""
        missing = [cls for cls in types if kind_of(cls).name not in self._types]
        return Registry([*self._types.values(), *missing], self._upcasters)

    def kinds(self) -> tuple[Kind, ...]:
        return tuple(kind_of(self._types[name]) for name in sorted(self._types))

    def to_body(self, value: object, at: datetime) -> dict[str, Any]:
        """The JSON body of a fact. Raises TypeError for an undeclared fact or a time without a zone."""
        if at.tzinfo is None:
            raise TypeError("a fact's time needs a zone")
        kind = kind_of(value)
        fields = msgspec.to_builtins(value)
        return {"kind": kind.name, "at": at.astimezone(UTC).isoformat(), **fields}

    def from_body(self, body: Mapping[str, Any]) -> Any:
        """The newest form of the fact in a body, or Unknown. Raises UnreadableFact for a broken one."""
        current = dict(body)
        while (name := current.get("kind")) in self._upcasters:
            current = self._upcasters[str(name)](current)
        cls = self._types.get(str(name))
        if cls is None:
            return Unknown(str(name), body)
        fields = {key: value for key, value in current.items() if key not in RESERVED}
        try:
            return msgspec.convert(fields, cls)
        except msgspec.ValidationError as error:
            raise UnreadableFact(f"{name}: {error}") from None
