# SPDX-License-Identifier: AGPL-3.0-or-later
"""Imprecise times in English, Russian and Spanish: read from a form, found in a text, kept with their words.

Bounds are computed here and not by a library, since those at hand turn a month into a day.
"""

from __future__ import annotations

from tocsin.values.times.expression import Precision, TimeExpr, TimeUnreadable, exactly
from tocsin.values.times.reading import find, read

__all__ = ["Precision", "TimeExpr", "TimeUnreadable", "exactly", "find", "read"]
