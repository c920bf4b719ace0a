# SPDX-License-Identifier: AGPL-3.0-or-later
"""The receipt number a caller is told: short, easy to read out, and drawn from the parcel alone.

Relay, bell and desk work it out by themselves, so that no relay has to learn the code of an alarm.
"""

from __future__ import annotations

from tocsin.vault.ids import ParcelId

LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"  # no vowels, nothing that reads like another
LENGTH = 6


def number_of(parcel: ParcelId) -> str:
    """Six signs in two groups, 7K3-M4Q."""
    rest = int(parcel, 16)
    signs = ""
    for _ in range(LENGTH):
        rest, sign = divmod(rest, len(LETTERS))
        signs += LETTERS[sign]
    return f"{signs[:3]}-{signs[3:]}"
