# SPDX-License-Identifier: AGPL-3.0-or-later
"""Patterns write nothing yet: everything they show is computed from cases that the member may open."""

from __future__ import annotations

KINDS: tuple[type, ...] = ()
