# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every rule of a case asks first: may this case be written, and does what is named exist.

A refusal here keeps an entry out that no other program could read or that speaks of nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tocsin.casefile.facts import ClaimRecorded
from tocsin.casefile.picture.case import CasePicture
from tocsin.values import vocabularies
from tocsin.values.times import TimeExpr
from tocsin.vault.refusals import Refusal


def writable(picture: CasePicture) -> None:
    """Refuse to write on a case that a newer Tocsin has written in, or whose opening is not here yet."""
    if picture.read_only:
        raise Refusal(
            "This case holds entries of a newer Tocsin.",
            "Writing here could contradict what you cannot see.",
            "Update this Tocsin, then write again.",
        )
    if picture.opened is None:
        raise Refusal(
            "This case is not here yet.", "Its first entry has not arrived.", "Wait for it, or sync."
        )


def not_in_future(when: TimeExpr | None, now: datetime) -> None:
    """Refuse a time that cannot have come yet; an imprecise one may reach past now."""
    if when is not None and when.earliest is not None and when.earliest > now:
        raise Refusal(
            f"{when.text!r} has not come yet.", "A record of it would be a guess.", "Correct the time."
        )


def new(known: Mapping[str, Any], id: str) -> None:
    if id in known:
        raise Refusal("This is recorded already.", "Nothing was added twice.", "Go back and look.")


def known_term(vocabulary: str, code: str) -> None:
    if not vocabularies.has(vocabulary, code):
        raise Refusal(
            f"{code!r} is not in the list.", "Other programs could not read it.", "Choose from the list."
        )


def known_person(picture: CasePicture, person: str) -> None:
    if person not in picture.people:
        raise Refusal("This person is not in the case.", "", "Add the person first.")


def known_claim(picture: CasePicture, claim: str) -> ClaimRecorded:
    found = picture.claims.get(claim)
    if found is None:
        raise Refusal("This claim is not in the case.", "It may not have arrived yet.", "Go back and look.")
    return found.fact
