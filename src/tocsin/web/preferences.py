# SPDX-License-Identifier: AGPL-3.0-or-later
"""A member's own settings, kept in the member's own log: language and light, dark or night."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tocsin.vault.kinds import LogClass, Recorded, fact

if TYPE_CHECKING:
    from tocsin.vault.session import Vault

THEMES = ("", "light", "dark", "night")


@fact("member.preferred/1", log=LogClass.MEMBER)
@dataclass(frozen=True, slots=True)
class MemberPreferred:
    """The member chose a language (en, ru, es) and a theme ("" follows the system)."""

    language: str = "en"
    theme: str = ""


class LastPreference:
    """The picture: the newest choice wins."""

    def empty(self) -> MemberPreferred:
        return MemberPreferred()

    def step(self, state: MemberPreferred, entry: Recorded[Any]) -> MemberPreferred:
        return entry.fact if isinstance(entry.fact, MemberPreferred) else state


def preferences(vault: Vault) -> MemberPreferred:
    """What this member chose last."""
    own = vault.logs(LogClass.MEMBER)
    return vault.draw(own[0], LastPreference()) if own else MemberPreferred()


KINDS: tuple[type, ...] = (MemberPreferred,)
