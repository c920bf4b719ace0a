# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page says: a code, where to open it, a link that says "seen". Nothing else leaves by a line.

Telephone companies and mail providers read pages, so there is no word in them, in any language.
"""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.alarm.picture import Page


@dataclass(frozen=True, slots=True)
class Links:
    """Where our people open the desk, and where the relay takes "seen"; both without a slash at the end."""

    desk: str
    relay: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One page, ready for a line. ``page`` is the same on every attempt, and so is everything else."""

    page: str
    address: str
    subject: str
    text: str

    @property
    def scheme(self) -> str:
        return scheme_of(self.address)


def scheme_of(address: str) -> str:
    """Which line an address needs: what stands before its first colon."""
    return address.partition(":")[0].lower()


def compose(code: str, page: Page, links: Links) -> Notice:
    """The page about the alarm ``code``; its own code in the subject lets a person recognise a duplicate."""
    lines = (code, f"{links.desk}/alarms/{code}/", f"{links.relay}/seen/{page.token}/")
    return Notice(page.id, page.address, page.code, "\n".join(lines) + "\n")
