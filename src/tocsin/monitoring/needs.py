# SPDX-License-Identifier: AGPL-3.0-or-later
"""What monitoring wants from outside: somewhere to read hostile bytes without a key, a network or a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Sandbox(Protocol):
    """Runs an annotated module-level function elsewhere and gives back its result, or raises Refusal."""

    def __call__(self, function: Callable[..., T], *arguments: Any, **named: Any) -> T: ...


def here(function: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """Without a sandbox: for the command line, which holds no key."""
    return function(*arguments, **named)
