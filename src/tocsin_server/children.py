# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fork children from a small single-threaded parent, and notice when they end.

The parents here have Django imported and hold no key: a fork of them is a fresh process in two milliseconds.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import NoReturn

from tocsin_server.hardening import die_with_parent


class Nursery:
    """The children of one parent; ``wake`` becomes readable when a signal came, such as a child's end."""

    def __init__(self) -> None:
        self.alive: set[int] = set()
        self.stopping = False
        self.wake, self._writer = socket.socketpair()
        self.wake.setblocking(False)
        self._writer.setblocking(False)

    def settle(self) -> None:
        """Hide what is imported from the collector, so that a child does not copy pages by counting them."""
        if threading.active_count() != 1:
            raise RuntimeError("a parent that forks may have one thread only")
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        gc.collect()
        gc.freeze()

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def fork(self, life: Callable[[], None], *, seconds: float | None = None) -> int:
        """Start a child that does ``life`` and exits; the kernel ends it after ``seconds`` or with us."""
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            _live(life, parent, seconds)
        self.alive.add(child)
        return child

    def reap(self) -> list[int]:
        """Whoever ended since the last call."""
        try:
            while self.wake.recv(4096):
                pass
        except BlockingIOError:
            pass
        ended = []
        while self.alive:
            child, _ = os.waitpid(-1, os.WNOHANG)
            if not child:
                break
            self.alive.discard(child)
            ended.append(child)
        return ended

    def end(self, child: int) -> None:
        """Kill one child if it still lives; ``reap`` collects it."""
        if child in self.alive:
            os.kill(child, signal.SIGKILL)

    def end_all(self) -> None:
        """Kill and collect every child."""
        for child in self.alive:
            os.kill(child, signal.SIGKILL)
        for child in self.alive:
            os.waitpid(child, 0)
        self.alive.clear()


def _live(life: Callable[[], None], parent: int, seconds: float | None) -> NoReturn:
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        die_with_parent(parent, signal.SIGKILL)
        allow(seconds)
        life()
        status = 0
    except Exception:  # the outermost loop of this process
        sys.excepthook(*sys.exc_info())
    finally:
        # Never unwind into the parent's loop, whatever happened: two loops would accept on one socket.
        os._exit(status)


def allow(seconds: float | None) -> None:
    """Have the kernel end this process after so many seconds; None lifts an earlier limit."""
    signal.setitimer(signal.ITIMER_REAL, seconds or 0.0)
