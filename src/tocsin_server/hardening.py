# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a process does to itself before it holds a key or a word: no dump, no swap, no debugger.

Each measure is one that the kernel grants without privileges or that is skipped in words: ``tocsin doctor``
says which ones hold on this machine.
"""

from __future__ import annotations

import ctypes
import logging
import os
import resource
import sys
import threading
from types import TracebackType

PR_SET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 3, 4, 38
MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT = 1, 2, 4
CAP_IPC_LOCK = 14

_libc = ctypes.CDLL(None, use_errno=True)
log = logging.getLogger("tocsin")


def prctl(option: int, value: int = 0) -> int:
    """The one system call that Python has no name for. Raises OSError."""
    result: int = _libc.prctl(option, value, 0, 0, 0)
    if result < 0:
        raise OSError(ctypes.get_errno(), "prctl")
    return result


def harden() -> None:
    """For every Tocsin process: private files, no core, no debugger of the same user, silent tracebacks."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    name_failures_only()


def dumpable() -> bool:
    """Whether a debugger of the same user could read this process."""
    return prctl(PR_GET_DUMPABLE) != 0


def die_with_parent(parent: int, signal_number: int) -> None:
    """Have the kernel end this process when its parent goes, however the parent goes."""
    prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:  # it went before we asked
        os._exit(1)


def may_lock_memory() -> bool:
    """Whether locking may be unlimited: with a small limit the next large allocation would fail instead."""
    soft, _ = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    return soft == resource.RLIM_INFINITY or _has_capability(CAP_IPC_LOCK)


def lock_memory() -> bool:
    """Keep what this process touches out of swap, page by page as it is touched; says whether it holds."""
    if not may_lock_memory():
        return False
    return bool(_libc.mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0)


def give_back_memory() -> None:
    """Hand freed pages back to the kernel: what an unlock needed for a second is not needed again."""
    _libc.malloc_trim(0)


def _has_capability(number: int) -> bool:
    with open("/proc/self/status") as status:
        effective = next(line for line in status if line.startswith("CapEff:"))
    return bool(int(effective.split()[1], 16) >> number & 1)


def name_failures_only() -> None:
    """A traceback's message may hold a source's words, so only the class of a failure is ever written."""

    def in_thread(failure: threading.ExceptHookArgs) -> None:
        name_failure(failure.exc_type, None, failure.exc_traceback)

    sys.excepthook = name_failure
    threading.excepthook = in_thread
    logging.raiseExceptions = False


def name_failure(
    kind: type[BaseException] | None, _value: BaseException | None, trace: TracebackType | None
) -> None:
    """One line: what kind of failure, and where in the code."""
    log.error("%s at %s", kind.__name__ if kind else "?", _where(trace))


def _where(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"


def write_log_to(stream_name: str) -> None:
    """One line per event: process, level, and words that are ids and class names only."""
    logging.basicConfig(
        level=logging.INFO,
        stream=sys.stderr,
        format=f"{stream_name} %(levelname)s %(message)s",
        force=True,
    )
    # Django's request logger writes paths, and its traceback writes local values.
    for name in ("django", "gunicorn"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
