# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds the story in a page copied as text: body, headline, standfirst, byline, date; and furniture."""

from __future__ import annotations

from tocsin.monitoring.story.chrome import Reason
from tocsin.monitoring.story.lines import Line, lines_of
from tocsin.monitoring.story.page import Part, Story, story_of

__all__ = ["Line", "Part", "Reason", "Story", "lines_of", "story_of"]
