# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bell's outbox and timers: one SQLite file, and its twin in memory, under one contract suite."""

from tocsin.wires.outbox.memory import MemoryOutbox
from tocsin.wires.outbox.sqlite import NewerOutbox, SqliteOutbox

__all__ = ["MemoryOutbox", "NewerOutbox", "SqliteOutbox"]
