# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts that differ, side by side in the order recorded, each with its words and its chain."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.casefile.facts import AssessmentWritten
from tocsin.casefile.pages import markup
from tocsin.casefile.pages.shown.reader import Reader, Row
from tocsin.casefile.picture import Account, Claim, Dispute
from tocsin.vault.kinds import Recorded

_MOST_SHOWN = 3


def rows(reader: Reader, found: Sequence[Dispute]) -> list[Row]:
    """The disputes given."""
    return [_dispute(reader, each) for each in found]


def _dispute(reader: Reader, dispute: Dispute) -> Row:
    subject = reader.title(dispute.subject)
    return {
        "id": dispute.id,
        "question": reader.predicate(dispute.predicate.name),
        "subject": subject["name"],
        "lang": subject["lang"],
        "accounts": [_account(reader, account) for account in dispute.accounts],
        "assessments": [_assessment(reader, entry) for entry in dispute.assessments],
        "add": f"about={dispute.subject}&says={dispute.predicate.name}",
    }


def _assessment(reader: Reader, entry: Recorded[AssessmentWritten]) -> Row:
    fact = entry.fact
    about = next((reader.picture.claims[key] for key in fact.claims if key in reader.picture.claims), None)
    return {
        "by": reader.member(entry.by),
        "when": reader.wall.moment(entry.at),
        "about": reader.value(about) if about else "",
        "grade": reader.term("information_credibility", fact.credibility),
        "reasons": fact.reasons,
    }


def _account(reader: Reader, account: Account) -> Row:
    return {
        "value": reader.value(account.claims[0]),
        "claims": [claim_words(reader, claim) for claim in account.claims[:_MOST_SHOWN]],
        "more": max(len(account.claims) - _MOST_SHOWN, 0),
        "count": reader.counted(len(account.originators), len(account.carriers)),
        "first": account.claims[0].fact.claim,
    }


def claim_words(reader: Reader, claim: Claim) -> Row:
    """The exact words and the chain of one claim."""
    quotes = markup.said((quote.text, quote.lang) for quote in claim.fact.quotes)
    return {"said": quotes, "chain": reader.chain(claim)}
