# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every claim as a row: of whom, what, in which words, through whom, and whether it was taken back."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, gettext_noop

from tocsin.casefile.facts import Certainty, Sensitivity
from tocsin.casefile.pages.shown.accounts import claim_words
from tocsin.casefile.pages.shown.reader import Reader, Row
from tocsin.casefile.picture import Claim

_HEDGES = {
    Certainty.PROBABLE: gettext_noop("probably"),
    Certainty.POSSIBLE: gettext_noop("possibly"),
    Certainty.CONDITIONAL: gettext_noop("if"),
    Certainty.QUESTION: gettext_noop("asked, not said"),
}


def rows(reader: Reader, claims: Sequence[Claim], disputed: frozenset[str]) -> list[Row]:
    """The claims given, in their order; ``disputed`` are the ids of those that other accounts exclude."""
    return [_row(reader, claim, claim.fact.claim in disputed) for claim in claims]


def _row(reader: Reader, claim: Claim, differs: bool) -> Row:
    fact = claim.fact
    taken_back = reader.picture.retractions.get(fact.claim)
    return {
        "id": fact.claim,
        "subject": reader.title(fact.subject),
        "predicate": reader.predicate(fact.predicate),
        "value": reader.value(claim),
        "hedge": _hedge(fact.certainty),
        "when": reader.wall.time(fact.event_time) if fact.event_time else None,
        "until": reader.wall.time(fact.until)["words"] if fact.until else "",
        "reach": _reach(reader, claim),
        **claim_words(reader, claim),
        "sensitive": fact.sensitivity is not Sensitivity.NONE,
        "is": "withheld" if taken_back else ("differ" if differs else ""),
        "taken_back": _taken_back(reader, taken_back.fact.state, taken_back.fact.reason)
        if taken_back
        else None,
        "recorded": f"{reader.member(claim.by)}, {reader.wall.moment(claim.at)}",
    }


def _hedge(certainty: Certainty) -> str:
    word = _HEDGES.get(certainty)
    return gettext(word) if word else ""


def _reach(reader: Reader, claim: Claim) -> str:
    time = claim.fact.value.time
    return str(reader.wall.time(time)["reach"]) if time else ""


def _taken_back(reader: Reader, state: str, reason: str) -> Row:
    return {"state": reader.term("claim_state", state), "reason": reason}
