# SPDX-License-Identifier: AGPL-3.0-or-later
"""The answers that make an organisation: read from a file (docs/answers.md) or asked for one by one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

import msgspec

from tocsin.vault.founding import Answers as Founding
from tocsin.vault.founding import NewMember
from tocsin.vault.refusals import Refusal
from tocsin_server.folder import BellSettings, DeskSettings, Mail

LANGUAGES: Final = ("en", "ru", "es")


class BadAnswers(Refusal):
    """The answers do not make an organisation that could ring: exit status 2."""

    status = 2

    def __init__(self, what: str, do: str) -> None:
        super().__init__(what, "Nothing was made.", do)


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person. ``mail`` is where pages go; ``intake`` opens what comes in without being on call."""

    callsign: str
    name: str
    roles: tuple[str, ...] = ()
    mail: str = ""
    intake: bool = False


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the ladder."""

    members: tuple[str, ...]
    wait_seconds: int = 120


class Rota(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is woken in which order; after the last step everyone on it, for ever."""

    steps: tuple[Step, ...] = msgspec.field(name="step")
    repeat_seconds: int = 300


class Relay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The public face. ``page_to`` (addresses) is woken by the relay itself when no bell answers."""

    listen: str = "127.0.0.1:8410"
    wire: str = "127.0.0.1:8411"
    address: str = "http://127.0.0.1:8410"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    page_to: tuple[str, ...] = ()
    patience_seconds: float = 10.0


class Bell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where relays bring parcels."""

    listen: str = "127.0.0.1:8420"


class Answers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything ``tocsin init`` needs to know."""

    organisation: str
    timezone: str
    fallback_phone: str
    members: tuple[Member, ...] = msgspec.field(name="member")
    rota: Rota
    languages: tuple[str, ...] = ("en",)
    desk: DeskSettings = msgspec.field(default_factory=DeskSettings)
    relay: Relay = Relay()
    bell: Bell = Bell()
    mail: Mail = msgspec.field(default_factory=Mail)

    @property
    def on_call(self) -> frozenset[str]:
        return frozenset(callsign for step in self.rota.steps for callsign in step.members)

    def founding(self) -> Founding:
        """For the vault."""
        return Founding(
            organisation=self.organisation,
            timezone=self.timezone,
            languages=self.languages,
            fallback_phone=self.fallback_phone,
            members=tuple(
                NewMember(one.callsign, one.name, one.roles, one.callsign in self.on_call, one.intake)
                for one in self.members
            ),
            relays=(self.relay.address,),
        )

    def bell_settings(self) -> BellSettings:
        return BellSettings(listen=self.bell.listen, relays=(self.relay.wire,))


def read(path: Path) -> Answers:
    """From a TOML file. Raises BadAnswers, naming the line or the field."""
    try:
        answers = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Answers)
    except FileNotFoundError:
        raise BadAnswers(
            f"There is no file {path}.", "Write one; docs/answers.md shows a whole example."
        ) from None
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise BadAnswers(
            f"{path.name}: {error}.", "Mend it; docs/answers.md explains every answer."
        ) from None
    check(answers)
    return answers


def check(answers: Answers) -> None:
    """Raises BadAnswers for what would only be noticed at night."""
    if answers.timezone not in available_timezones():
        raise BadAnswers(
            f"{answers.timezone} is not a time zone.", "Give one such as Europe/Moscow or America/Bogota."
        )
    if unknown := set(answers.languages) - set(LANGUAGES):
        raise BadAnswers(
            f"{', '.join(sorted(unknown))} is not spoken here yet.", "Choose from en, ru and es."
        )
    if not answers.fallback_phone.strip():
        raise BadAnswers(
            "There is no telephone number to fall back on.", "Give one that a person answers day and night."
        )
    by_callsign = {one.callsign: one for one in answers.members}
    for callsign in sorted(answers.on_call):
        if callsign not in by_callsign:
            raise BadAnswers(
                f"{callsign} is on the rota but is not a member.", "Add the member, or mend the rota."
            )
        if not by_callsign[callsign].mail:
            raise BadAnswers(
                f"{callsign} is on the rota but could not be woken.", "Give that member a mail address."
            )
    if not answers.mail.sender:
        raise BadAnswers("Pages need a sender.", "Give mail.sender, an address your mail server accepts.")
