# SPDX-License-Identifier: AGPL-3.0-or-later
"""This machine's two clocks: UTC for records, and one that nobody can set for what must not be late."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path


class MachineClock:
    """``since_boot`` counts through sleep and never steps; it means nothing across two values of ``boot``."""

    @cached_property
    def boot(self) -> str:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), UTC)

    def since_boot(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)
