# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin source read``: the command is monitoring's own; it needs no desk and no network."""

from __future__ import annotations

from tocsin.monitoring import command
from tocsin_server.commands import Commands


def register(commands: Commands) -> None:
    command.register(commands)
