# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ports of this machine that the demo may use: nothing of it is ever reachable from another one."""

from __future__ import annotations

import socket

HERE = "127.0.0.1"


def free_ports(number: int) -> list[int]:
    """Ports that nothing listens on now, all different."""
    held = [socket.create_server((HERE, 0)) for _ in range(number)]
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports


def answers(port: int) -> bool:
    """Whether something listens there."""
    try:
        with socket.create_connection((HERE, port), timeout=1):
            return True
    except OSError:
        return False
