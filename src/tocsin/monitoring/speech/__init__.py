# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who said what: attribution by rules in English, Russian and Spanish, as proposals with exact spans."""

from __future__ import annotations

from tocsin.monitoring.speech.attribution import sayings
from tocsin.monitoring.speech.shapes import Saying

__all__ = ["Saying", "sayings"]
