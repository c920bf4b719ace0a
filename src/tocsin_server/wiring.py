# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one place that knows every chapter: which kinds there are, and which real line stands behind a need."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from tocsin.vault.kinds import Registry

FACT_MODULES: tuple[str, ...] = (
    "tocsin.vault.facts",
    "tocsin.web.preferences",
    "tocsin.alarm.facts",
    "tocsin.callout.facts",
    "tocsin.casefile.facts",
    "tocsin.publication.facts",
)


@cache
def registry() -> Registry:
    """Every kind that this program reads and writes."""
    modules = [import_module(name) for name in FACT_MODULES]
    return Registry(
        [kind for module in modules for kind in module.KINDS],
        {old: upcast for module in modules for old, upcast in getattr(module, "UPCASTERS", {}).items()},
    )
