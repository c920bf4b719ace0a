# SPDX-License-Identifier: AGPL-3.0-or-later
"""People and organisation as members see them: callsigns from the directory, names from the ORG log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tocsin.vault.directory import Directory
from tocsin.vault.facts import MemberDescribed, OrganisationDescribed
from tocsin.vault.ids import MemberId
from tocsin.vault.kinds import Recorded


@dataclass(frozen=True, slots=True)
class MemberCard:
    id: MemberId
    callsign: str
    name: str
    roles: frozenset[str]
    suspended: bool


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    name: str = ""
    timezone: str = "UTC"
    languages: tuple[str, ...] = ("en",)
    fallback_phone: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """What the ORG log says about names."""

    organisation: OrganisationCard = field(default_factory=OrganisationCard)
    names: Mapping[str, str] = field(default_factory=dict)


class DescribedFold:
    """Latest description wins."""

    def empty(self) -> Described:
        return Described()

    def step(self, state: Described, entry: Recorded[Any]) -> Described:
        match entry.fact:
            case OrganisationDescribed(name=name, timezone=zone, languages=languages, fallback_phone=phone):
                return replace(state, organisation=OrganisationCard(name, zone, languages, phone))
            case MemberDescribed(member=member, name=name):
                return replace(state, names={**state.names, member: name})
        return state


def cards(directory: Directory, names: Mapping[str, str]) -> dict[MemberId, MemberCard]:
    """Every member of the directory; someone whose name is not readable goes by callsign."""
    return {
        one.id: MemberCard(one.id, one.callsign, names.get(one.id, one.callsign), one.roles, one.suspended)
        for one in directory.members.values()
    }
