# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draft claims from a story: people, ages, places, times, acts, who said what; each an exact span of it."""

from __future__ import annotations

from tocsin.monitoring.drafting.draft import NOT_STATED, Draft, Kind
from tocsin.monitoring.drafting.proposing import drafts_of

__all__ = ["NOT_STATED", "Draft", "Kind", "drafts_of"]
