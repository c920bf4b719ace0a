# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a package is made of, and the words for what may be wrong with one.

Everything here is signed bytes as they stand in the log, so that nothing has to be believed because we say
so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Classes, not messages: the independent check must come to the same word."""

    MALFORMED = "malformed"  # cannot be read as a package
    MISSING = "missing"  # listed, not there
    ADDED = "added"  # there, not listed
    ALTERED = "altered"  # not the bytes that were listed
    FORGED = "forged"  # a signature does not hold
    STRANGER = "stranger"  # signed, but by nobody whom the organisation vouches for
    MISMATCH = "mismatch"  # signed and listed, but not what it claims to be


@dataclass(frozen=True, slots=True)
class Found:
    """One fault and where it is."""

    fault: Fault
    where: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Good, or why not. ``organisation`` must be compared with the id on paper: nobody else can know it."""

    organisation: str
    entries: int
    files: int
    faults: tuple[Found, ...]

    @property
    def good(self) -> bool:
        return not self.faults
