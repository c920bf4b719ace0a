# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every claim as a row: of whom, what, in which words, through whom, and whether it was taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from tocsin.casefile.facts import Certainty, Sensitivity
from tocsin.casefile.pages import markup
from tocsin.casefile.pages.shown.reader import Reader, Row
from tocsin.casefile.picture import Claim

# The value is the quotation itself, letter for letter; showing it twice would only lengthen the page.
_SAID_BY_THE_VALUE = frozenset(("name", "age"))
_HEDGES = {
    Certainty.PROBABLE: gettext_noop("probably"),
    Certainty.POSSIBLE: gettext_noop("possibly"),
    Certainty.CONDITIONAL: gettext_noop("if"),
    Certainty.QUESTION: gettext_noop("asked, not said"),
}


class Words:
    """What every row says alike, looked up once."""

    def __init__(self) -> None:
        self.sensitive = markup.tag(gettext("sensitive"))
        self.differ = markup.state("differ", gettext("Accounts differ"))
        self.withdraw = gettext("Withdraw")
        self.hedges = {hedge: markup.tag(gettext(word)) for hedge, word in _HEDGES.items()}


def rows(reader: Reader, claims: Sequence[Claim], disputed: Collection[str]) -> list[Row]:
    """The claims given, in their order; ``disputed`` are the ids of those that other accounts exclude."""
    words = Words()
    subjects = {key: markup.bold(title["name"], title["lang"]) for key, title in reader.titles.items()}
    return [_row(reader, words, subjects, claim, claim.fact.claim in disputed) for claim in claims]


def _row(
    reader: Reader, words: Words, subjects: Mapping[str, SafeString], claim: Claim, differs: bool
) -> Row:
    fact = claim.fact
    back = reader.picture.retractions.get(fact.claim)
    recorded = f"{reader.source(fact.carrier)} · {reader.member(claim.by)}, {reader.wall.moment(claim.at)}"
    return {
        "id": fact.claim,
        "head": markup.statement(
            subjects.get(fact.subject, ""),
            reader.predicate(fact.predicate),
            reader.value(claim),
            _tags(words, claim),
        ),
        "when": markup.small(_when(reader, claim)),
        "said": ""
        if fact.predicate in _SAID_BY_THE_VALUE
        else markup.said((q.text, q.lang) for q in fact.quotes),
        "chain": reader.chain(claim),
        "is": "withheld" if back else ("differ" if differs else ""),
        "differ": words.differ if differs else "",
        "back": markup.state("withheld", reader.term("claim_state", back.fact.state)) if back else "",
        "reason": back.fact.reason if back else "",
        "recorded": recorded,
    }


def _tags(words: Words, claim: Claim) -> str:
    tags = [words.hedges[claim.fact.certainty]] if claim.fact.certainty in words.hedges else []
    if claim.fact.sensitivity is not Sensitivity.NONE:
        tags.append(words.sensitive)
    return " ".join(tags)


def _when(reader: Reader, claim: Claim) -> str:
    """The reach of a time that is itself the value, else when it happened and until when."""
    fact = claim.fact
    if fact.value.time:
        return str(reader.wall.time(fact.value.time)["reach"])
    if fact.event_time is None:
        return ""
    when = reader.wall.time(fact.event_time)
    until = f" – {reader.wall.time(fact.until)['words']}" if fact.until else ""
    return f"{when['words']}{until} · {when['reach']}" if when["reach"] else f"{when['words']}{until}"
