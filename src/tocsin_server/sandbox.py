# SPDX-License-Identifier: AGPL-3.0-or-later
"""Run a pure function on hostile bytes in a child without key, network or files, which may be killed.

The child is a fresh interpreter, never a fork of a process that holds a key. Arguments and result cross pipes
as MessagePack, typed by the function's own annotations: nothing that comes back is ever executed.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, TypeVar, get_type_hints

import msgspec

from tocsin.vault.refusals import Refusal

T = TypeVar("T")
CLONE_NEWNET: Final = 0x40000000
CLONE_NEWUSER: Final = 0x10000000
LARGEST_RESULT: Final = 256 << 20
DONE, RAISED, REFUSED = b"D", b"R", b"N"


class SandboxFailed(Exception):
    """The function did not come back with a result: it was killed, ran out of time or memory, or broke."""


class SandboxTimeout(SandboxFailed):
    """It took longer than it was given."""


class SandboxRaised(SandboxFailed):
    """The function raised; only the exception's class name crosses, since its words may be hostile."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the child may use: seconds on the clock, seconds of processor, bytes of address space."""

    seconds: float = 30.0
    processor: int = 30
    memory: int = 1 << 30


def run(function: Callable[..., T], *arguments: Any, allowance: Allowance | None = None, **named: Any) -> T:
    """``function(*arguments, **named)``, a module-level function whose parameters and result are annotated.

    Its module may have a function ``warm()`` that imports and loads what it needs: later no file opens.
    Raises Refusal if it did, SandboxTimeout, SandboxRaised or SandboxFailed.
    """
    given = allowance or Allowance()
    name = f"{function.__module__}:{function.__qualname__}"
    order = [name, given.processor, given.memory, msgspec.msgpack.encode([arguments, named])]
    child = subprocess.Popen(
        [sys.executable, "-s", "-c", "from tocsin_server import sandbox; sandbox.obey()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        cwd="/",
        start_new_session=True,
    )
    try:
        answer, _ = child.communicate(msgspec.msgpack.encode(order), timeout=given.seconds)
    except subprocess.TimeoutExpired:
        raise SandboxTimeout(name) from None
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
    result: T = _read(answer, get_type_hints(function)["return"], name)
    return result


def _environment() -> dict[str, str]:
    """Where our modules are, and nothing else of ours."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8", "TZ": "UTC"}


def _read(answer: bytes, kind: Any, name: str) -> Any:
    if not answer or len(answer) > LARGEST_RESULT:
        raise SandboxFailed(name)
    try:
        if answer[:1] == RAISED:
            raise SandboxRaised(msgspec.msgpack.decode(answer[1:], type=str))
        if answer[:1] == REFUSED:
            raise Refusal(*msgspec.msgpack.decode(answer[1:], type=tuple[str, str, str]))
        return msgspec.msgpack.decode(answer[1:], type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise SandboxFailed(name) from None


# -- in the child


def obey() -> None:
    """Read the order, import, give everything up, run, answer, end."""
    name, processor, memory, packed = msgspec.msgpack.decode(sys.stdin.buffer.read())
    module_name, _, function_name = name.partition(":")
    module = import_module(module_name)
    function = getattr(module, function_name)
    hints = get_type_hints(function)
    if (warm := getattr(module, "warm", None)) is not None:
        warm()
    give_up(processor, memory)
    answer = _call(function, hints, packed)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)


def _call(function: Callable[..., Any], hints: dict[str, Any], packed: bytes) -> bytes:
    try:
        arguments, named = msgspec.msgpack.decode(
            packed, type=tuple[list[msgspec.Raw], dict[str, msgspec.Raw]]
        )
        kinds = [kind for name, kind in hints.items() if name != "return"]
        given = [_as(kind, raw) for kind, raw in zip(kinds, arguments, strict=False)]
        more = {name: _as(hints[name], raw) for name, raw in named.items()}
        return DONE + msgspec.msgpack.encode(function(*given, **more))
    except Refusal as refusal:
        return REFUSED + msgspec.msgpack.encode([refusal.what, refusal.means, refusal.do])
    except Exception as error:  # the outermost loop of this process
        return RAISED + msgspec.msgpack.encode(type(error).__name__)


def _as(kind: Any, raw: msgspec.Raw) -> Any:
    return msgspec.msgpack.decode(raw, type=kind)


def give_up(processor: int, memory: int) -> None:
    """From here on no new file, socket, core or privilege; a little memory and time."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    libc.prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE
    # An empty network: as root or where user namespaces are allowed. Without it, sockets fail all the same
    # for want of a descriptor; this is the second lock on that door.
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
