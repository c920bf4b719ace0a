# SPDX-License-Identifier: AGPL-3.0-or-later
"""How likely each line belongs to the story: a logistic regression over the features, weights as data.

Fitted once on half of a public benchmark of 181 pages; nothing is learned from what a desk reads.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from tocsin.monitoring.story.features import features


@cache
def _weights() -> tuple[float, list[tuple[float, float, float]]]:
    stored = json.loads(files(__package__).joinpath("weights.json").read_text("utf-8"))
    columns = list(zip(stored["mean"], stored["scale"], stored["weight"], strict=True))
    return float(stored["intercept"]), columns


def log_odds(lines: Sequence[str]) -> list[float]:
    """Above zero: more likely story than not."""
    intercept, columns = _weights()
    return [
        intercept
        + sum((x - mean) / scale * weight for x, (mean, scale, weight) in zip(row, columns, strict=True))
        for row in features(lines)
    ]
