# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a view may rely on: a desk request carries the member's vault, a relay request carries no key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from tocsin.vault.session import Vault

VAULT = "tocsin.vault"
SESSION = "tocsin.session"
RELAY = "tocsin.relay"
NEEDS = "tocsin.needs"


class Session(dict[str, Any]):
    """One sign-in, in the member's own process; it dies with that process and is never stored."""

    modified = False

    @property
    def session_key(self) -> None:
        return None


class DeskRequest(HttpRequest):
    """A request inside a member's process. ``needs`` holds what wiring gives to pages, by name."""

    vault: Vault
    session: Session  # type: ignore[assignment]  # ours is a dict that is never stored
    needs: Mapping[str, Any]


class RelayRequest(HttpRequest):
    """A request on a relay: it can seal, and show what is public. ``needs`` as on the desk."""

    relay: Any
    needs: Mapping[str, Any]
