# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bytes of a revision: one spelling of its content, so that approvers, readers and courts hash the same.

Sorted keys, no spaces, UTF-8: a reader checks the served file with ``sha256sum`` and nothing else.
"""

from __future__ import annotations

import hashlib
import json

import msgspec

from tocsin.publication.facts import Content, Edition, Sentence
from tocsin.vault.ids import EntryId

NOT_YET = EntryId("")
"""The entry of a revision that is only being looked at."""


def canonical(content: Content) -> bytes:
    """The exact bytes that are hashed, approved and served."""
    plain = msgspec.to_builtins(content)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Content) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def edition(content: Content, language: str) -> Edition:
    """The page in this language, or the first one there is."""
    return next((each for each in content.editions if each.language == language), content.editions[0])


def sentences(page: Edition) -> tuple[Sentence, ...]:
    """Every sentence of a page that must rest on a statement, in reading order."""
    known = [sentence for paragraph in page.known for sentence in paragraph]
    head = [page.status] if page.status else []
    accounts = [
        Sentence(text=f"{account.value}: {account.by}", rests_on=account.rests_on)
        for difference in page.differ
        for account in difference.accounts
    ]
    return (*head, *known, *accounts, *(position.says for position in page.authorities))


def name(content: Content) -> str:
    """A file name that gives nothing away: code and revision."""
    return f"{content.code}-r{content.revision}"
