# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the story remembers between two steps: who is signed in, and the codes that pages have shown.

Nothing else crosses from act to act; whatever a later step knows, an earlier page has said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tocsin_server.demo.browser import Browser, Page
from tocsin_server.demo.cast import Person
from tocsin_server.demo.mailbox import Mailbox
from tocsin_server.demo.organisation import Organisation


@dataclass
class Night:
    """One play of the story."""

    organisation: Organisation
    mailbox: Mailbox
    kept: Path
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    signed_in: dict[str, Browser] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    idle: int = 0
    photographs: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kept.mkdir(parents=True, exist_ok=True)
        self.idle = len(self.organisation.processes())

    def by(self, who: Person) -> Browser:
        """This member's browser, through the door."""
        if who.callsign not in self.signed_in:
            self.sign_in(who)
        return self.signed_in[who.callsign]

    def sign_in(self, who: Person) -> Page:
        browser, page = self.organisation.unlock(who)
        self.signed_in[who.callsign] = browser
        return page

    @property
    def public(self) -> Browser:
        """A stranger's browser: no cookie, no name."""
        return Browser(self.organisation.relay)
