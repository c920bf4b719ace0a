# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who said it first: originators are counted, articles are not.

Ten papers that print one lawyer's words are one source (R-05); a chain that names nobody counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.casefile.facts import ClaimRecorded
from tocsin.casefile.facts.parts import UNSTATED, Attribution
from tocsin.values.names_folding import words


def closed(chain: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The chain with an honest end: "was told", and not by whom, leads to a link that is not stated."""
    links = tuple(chain)
    if links and links[-1].stated and links[-1].basis == "was_told":
        return (*links, UNSTATED)
    return links


def originator(claim: ClaimRecorded) -> str | None:
    """What tells this claim's originator apart; None when the chain names nobody at its end."""
    last = claim.chain[-1] if claim.chain else UNSTATED
    return speaker_key(last) if last.stated else None


def speaker_key(link: Attribution) -> str:
    """One key for one speaker: their id, else their written name whatever its case and punctuation."""
    return link.speaker_id or " ".join(words(link.speaker))


def independent_originators(claims: Iterable[ClaimRecorded]) -> frozenset[str]:
    """The different people or bodies that these claims go back to."""
    return frozenset(key for claim in claims if (key := originator(claim)) is not None)


def carriers(claims: Iterable[ClaimRecorded]) -> frozenset[str]:
    """The different items that carry these claims."""
    return frozenset(claim.carrier for claim in claims)
