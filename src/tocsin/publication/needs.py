# SPDX-License-Identifier: AGPL-3.0-or-later
"""What publication wants from outside: a record to read in public, a typesetter in a box of its own.

Wiring gives both; on a relay the record is all there is, and it holds no key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from tocsin.vault.kinds import Fold

S = TypeVar("S")


class PublicRecord(Protocol):
    """The clear public log as somebody has verified it."""

    def draw(self, fold: Fold[S], /) -> S: ...


class Typesetter(Protocol):
    """Turn a template and its data into a finished PDF. It runs without network and without the vault."""

    def __call__(self, template: bytes, data: Mapping[str, Any], /) -> bytes: ...
