# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fold order: topological by ``prev`` and ``deps``, ties by id. Claimed time never orders."""

from __future__ import annotations

import heapq
from collections.abc import Mapping

from tocsin.vault.entry import Entry


def fold_order(entries: Mapping[bytes, Entry]) -> list[bytes]:
    """Ids in the one order that every node draws from the same set; absent parents do not count."""
    waiting = {id: sum(parent in entries for parent in entry.parents) for id, entry in entries.items()}
    children: dict[bytes, list[bytes]] = {}
    for id, entry in entries.items():
        for parent in entry.parents:
            children.setdefault(parent, []).append(id)
    ready = [id for id, count in waiting.items() if count == 0]
    heapq.heapify(ready)
    ordered = []
    while ready:
        id = heapq.heappop(ready)
        ordered.append(id)
        for child in children.get(id, ()):
            waiting[child] -= 1
            if waiting[child] == 0:
                heapq.heappush(ready, child)
    return ordered
