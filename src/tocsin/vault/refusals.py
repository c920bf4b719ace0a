# SPDX-License-Identifier: AGPL-3.0-or-later
"""A rule's "no", in the three sentences that every refusal on a screen has.

A refusal is an expected answer, not a fault: pages show it and lose nothing that was typed.
"""

from __future__ import annotations


class Refusal(Exception):
    """What happened, what it means, what to do now; three short sentences for the person who asked."""

    def __init__(self, what: str, means: str = "", do: str = "") -> None:
        super().__init__(" ".join(part for part in (what, means, do) if part))
        self.what = what
        self.means = means
        self.do = do
