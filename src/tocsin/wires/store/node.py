# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opens a data folder as a node: store, shelves, the machine's clock and chance."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from tocsin.vault.keybag import FLOOR, Cost
from tocsin.vault.kinds import Registry
from tocsin.vault.needs import Clock, RandomBytes
from tocsin.vault.opening import Node
from tocsin.wires.store.shelves import FolderShelf
from tocsin.wires.store.sqlite import SqliteStore


def machine_clock() -> datetime:
    return datetime.now(UTC)


def open_store(folder: Path) -> SqliteStore:
    """The node's store; makes the file in a folder that has none."""
    node = folder / "node"
    node.mkdir(mode=0o700, parents=True, exist_ok=True)
    return SqliteStore(node / "log.sqlite")


def open_node(
    folder: Path,
    registry: Registry,
    *,
    clock: Clock = machine_clock,
    random_bytes: RandomBytes = os.urandom,
    floor: Cost = FLOOR,
) -> Node:
    """Everything ``vault.opening.unlock`` needs. Call it after a fork, never before."""
    return Node(
        folder=folder,
        store=open_store(folder),
        files=FolderShelf(folder / "node" / "files"),
        kept=FolderShelf(folder / "kept"),
        registry=registry,
        clock=clock,
        random_bytes=random_bytes,
        floor=floor,
        keyrings=FolderShelf(folder / "node" / "keyrings"),
    )
