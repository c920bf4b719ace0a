# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words for what may be wrong with an entry or a log; vectors and ``tocsin verify`` share them."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """Classes, not messages: a reader in another language must come to the same word."""

    OK = "ok"
    MALFORMED = "malformed"
    TRUNCATED = "truncated"
    NEWER_VERSION = "newer-version"
    FOREIGN_LOG = "foreign-log"
    BAD_SIGNATURE = "bad-signature"
    UNKNOWN_EPOCH = "unknown-epoch"
    STALE_EPOCH = "stale-epoch"
    BAD_BODY = "bad-body"
    BAD_COMMIT = "bad-commit"
    BAD_JSON = "bad-json"
    ERASED_UNIT = "erased-unit"
    UNKNOWN_AUTHOR = "unknown-author"
    MISPLACED_KIND = "misplaced-kind"
    MISSING_ENTRY = "missing-entry"
    WRONG_ORDER = "wrong-order"
    DUPLICATE = "duplicate"
    FORK = "fork"
    BAD_STATEMENT = "bad-statement"
    UNKNOWN_WRAP = "unknown-wrap"


class Rejected(ValueError):
    """One thing of the log failed one check; ``verdict`` says which."""

    def __init__(self, verdict: Verdict, detail: str = "") -> None:
        super().__init__(f"{verdict}: {detail}" if detail else str(verdict))
        self.verdict = verdict
