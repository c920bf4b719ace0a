# SPDX-License-Identifier: AGPL-3.0-or-later
"""A published revision as the plain data that the dossier's template prints, in one language.

The time stamp is the revision's own, so that the same revision gives the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tocsin.publication import moments, revision, wording
from tocsin.publication.composition.text import parts
from tocsin.publication.facts import Content, Edition, Sentence

KEYS = (
    "case",
    "known",
    "differ",
    "authorities",
    "unknown",
    "withheld",
    "corrections",
    "no_corrections",
    "statements",
    "stands_for",
    "approved",
    "not_audited",
    "dossier",
)
Row = dict[str, Any]


def dossier(content: Content, language: str) -> Row:
    """Everything the paper says."""
    page, zone = revision.edition(content, language), ZoneInfo(content.timezone)
    say = page.language
    return {
        "timestamp": int(content.as_of.timestamp()),
        "language": say,
        "code": content.code,
        "organisation": content.organisation,
        "title": page.title,
        "revision": wording.say("revision", say, number=content.revision),
        "as_known": wording.say("as_known", say, time=moments.stamp(content.as_of, say, zone)),
        "sha256": revision.digest(content),
        "words": {key: wording.say(key, say) for key in KEYS},
        "page_of": wording.say("page_of", say),
        "state": page.state,
        "status": _sentence(page.status) if page.status else None,
        "known": [[_sentence(one) for one in paragraph] for paragraph in page.known],
        "differ": [_difference(one) for one in page.differ],
        "authorities": [{"who": one.who, "says": _sentence(one.says)} for one in page.authorities],
        "unknown": [_sentence(one) for one in page.unknown],
        "withheld": [{"what": line.what, "why": line.why} for line in page.withheld],
        "corrections": _corrections(content, say, zone),
        "chains": _chains(page, say),
    }


def _sentence(sentence: Sentence) -> Row:
    return {
        "parts": [{"text": words, "theirs": theirs} for words, theirs in parts(sentence)],
        "numbers": list(sentence.rests_on),
        "lang": sentence.quoted[:2],
    }


def _difference(difference: Any) -> Row:
    return {
        "question": difference.question,
        "accounts": [
            {"value": one.value, "by": one.by, "numbers": list(one.rests_on)} for one in difference.accounts
        ],
    }


def _corrections(content: Content, language: str, zone: ZoneInfo) -> Sequence[Row]:
    return [
        {"at": moments.stamp(one.at, language, zone), "text": words.text}
        for one in content.corrections
        for words in one.words
        if words.language == language
    ]


def _chains(page: Edition, language: str) -> Sequence[Row]:
    return [
        {
            "label": wording.say("statement", language, number=chain.number),
            "says": chain.says,
            "links": [{"who": link.who, "basis": link.basis} for link in chain.links],
        }
        for chain in page.chains
    ]
