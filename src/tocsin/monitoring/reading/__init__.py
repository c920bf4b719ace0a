# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the bytes of a page to a reading: its story, what was left out and why, drafts with exact spans."""

from __future__ import annotations

from tocsin.monitoring.reading.page import read_source
from tocsin.monitoring.reading.result import EXTRACTOR, Dropped, Reading, Unreadable, to_json

__all__ = ["EXTRACTOR", "Dropped", "Reading", "Unreadable", "read_source", "to_json"]
