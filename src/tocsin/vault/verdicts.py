# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words for what may be wrong with an entry or a log; vectors and ``tocsin verify`` share them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """Classes, not messages: a reader in another language must come to the same word.

    The order is that of gravity for a whole log: the first one found is what is said of it.
    """

    NEWER_VERSION = "newer-version"
    MALFORMED = "malformed"
    TRUNCATED = "truncated"
    FOREIGN_LOG = "foreign-log"
    WRONG_SUITE = "wrong-suite"
    BAD_SIGNATURE = "bad-signature"
    BAD_STATEMENT = "bad-statement"
    BAD_BODY = "bad-body"
    UNKNOWN_UNIT = "unknown-unit"
    BAD_COMMIT = "bad-commit"
    BAD_JSON = "bad-json"
    UNKNOWN_AUTHOR = "unknown-author"
    UNGRANTED = "ungranted"
    MISPLACED_KIND = "misplaced-kind"
    STALE_EPOCH = "stale-epoch"
    FORK = "fork"
    DUPLICATE = "duplicate"
    MISSING_ENTRY = "missing-entry"
    WRONG_ORDER = "wrong-order"
    UNKNOWN_WRAP = "unknown-wrap"
    DAMAGED_FILE = "damaged-file"
    MISSING_FILE = "missing-file"
    UNKNOWN_EPOCH = "unknown-epoch"
    OK = "ok"


def gravest(verdicts: Iterable[Verdict]) -> Verdict:
    """What is said of the whole."""
    order = list(Verdict)
    return min(verdicts, key=order.index, default=Verdict.OK)


class Rejected(ValueError):
    """One thing of the log failed one check; ``verdict`` says which."""

    def __init__(self, verdict: Verdict, detail: str = "") -> None:
        super().__init__(f"{verdict}: {detail}" if detail else str(verdict))
        self.verdict = verdict
