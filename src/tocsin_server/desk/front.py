# SPDX-License-Identifier: AGPL-3.0-or-later
"""The front of the desk: peek at a request's cookie and pass the connection to the process that owns it.

It reads nothing off a connection, wipes what it peeked at, and knows sign-ins by digest only: a picture of
its memory shows neither a passphrase nor a page.
"""

from __future__ import annotations

import re
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tocsin_server.children import Nursery
from tocsin_server.desk import cookie

PATIENCE = 5.0  # seconds for a request's head to arrive
MOST_DOORS = 16
MOST_WAITING = 256
OPENED, LEAVING, BACK, PANIC = b"o", b"l", b"b", b"p"  # from a member's process
GONE = select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR
CONNECTION, DONE = b"c", b"d"  # to it
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_COOKIES = re.compile(rb"\r\n[Cc][Oo][Oo][Kk][Ii][Ee]:[ \t]*([^\r\n]*)")

Life = Callable[[socket.socket, socket.socket], None]


@dataclass(eq=False, slots=True)
class Process:
    """A child that shows the door or has become a member's own."""

    child: int
    channel: socket.socket
    digests: set[bytes] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Waiting:
    """A connection whose head is not complete yet."""

    sock: socket.socket
    until: float


class Front:
    """One thread, no waiting on any client: everything is polled and has a deadline."""

    def __init__(self, listener: socket.socket, nursery: Nursery, life: Life) -> None:
        self._listener = listener
        self._nursery = nursery
        self._life = life
        self._poll = select.epoll()
        self._buffer = bytearray(16384)
        self._waiting: dict[int, Waiting] = {}
        self._processes: dict[int, Process] = {}
        self._owners: dict[bytes, Process] = {}
        listener.setblocking(False)
        for sock in (listener, nursery.wake):
            self._poll.register(sock.fileno(), select.EPOLLIN)

    def run(self) -> None:
        """Until a signal says stop; then every child goes too."""
        while not self._nursery.stopping:
            for number, events in self._poll.poll(1.0 if self._waiting else 60.0):
                self._turn(number, events)
            self._drop_late()
        self._nursery.end_all()

    def _turn(self, number: int, events: int) -> None:
        if number == self._listener.fileno():
            self._accept()
        elif number == self._nursery.wake.fileno():
            self._nursery.reap()
        elif number in self._waiting:
            self._look(self._waiting[number], ended=bool(events & GONE))
        elif number in self._processes:
            self._hear(self._processes[number])

    def _accept(self) -> None:
        try:
            sock, _ = self._listener.accept()
        except OSError:
            return  # gone again, or no descriptor left: the next turn tries again
        if len(self._waiting) >= MOST_WAITING:
            sock.close()
            return
        self._watch(sock)

    def _watch(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        self._waiting[sock.fileno()] = Waiting(sock, time.monotonic() + PATIENCE)
        self._poll.register(sock.fileno(), select.EPOLLIN | select.EPOLLRDHUP)

    def _forget(self, waiting: Waiting) -> socket.socket:
        del self._waiting[waiting.sock.fileno()]
        self._poll.unregister(waiting.sock.fileno())
        return waiting.sock

    def _drop_late(self) -> None:
        now = time.monotonic()
        for waiting in [each for each in self._waiting.values() if each.until < now]:
            self._forget(waiting).close()

    def _look(self, waiting: Waiting, ended: bool) -> None:
        """Peek until the head is complete; the bytes stay in the kernel for whoever serves them."""
        sock, view = waiting.sock, self._buffer
        try:
            size = sock.recv_into(view, 0, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            size = 0
        end = view.find(b"\r\n\r\n", 0, size)
        found = _COOKIES.search(view, 0, end) if end >= 0 else None
        sign_in = cookie.read(found[1]) if found else None
        view[:size] = bytes(size)  # a passphrase may have come in the same packet as the head
        if size == 0 or (end < 0 and (ended or size == len(view))):
            self._forget(waiting).close()
        elif end < 0:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, size + 1)  # wake me for more, not for this
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
            self._pass_on(self._forget(waiting), self._owners.get(sign_in.digest) if sign_in else None)

    def _pass_on(self, sock: socket.socket, owner: Process | None) -> None:
        with sock:
            sock.setblocking(True)
            if owner is None:
                return self._open_door(sock)
            try:
                socket.send_fds(owner.channel, [CONNECTION], [sock.fileno()])
            except BlockingIOError:  # it does not even take connections any more
                _tell_busy(sock)
            except OSError:  # it ended a moment ago; what was sent can still be kept at the door
                self._bury(owner)
                self._open_door(sock)
        return None

    def _open_door(self, sock: socket.socket) -> None:
        doors = sum(1 for process in self._processes.values() if not process.digests)
        if doors >= MOST_DOORS:
            return _tell_busy(sock)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

        def life() -> None:
            self._close_all(ours)
            self._life(sock, theirs)

        try:
            child = self._nursery.fork(life)
        except OSError:  # no memory or no process left: whoever is inside stays inside
            ours.close()
            return _tell_busy(sock)
        finally:
            theirs.close()
        ours.setblocking(False)
        self._processes[ours.fileno()] = Process(child, ours)
        self._poll.register(ours.fileno(), select.EPOLLIN)
        return None

    def _close_all(self, ours: socket.socket) -> None:
        """In the child: no way to the listener, to other connections or to other members' processes."""
        self._poll.close()
        self._nursery.wake.close()
        held = [waiting.sock for waiting in self._waiting.values()]
        for sock in (self._listener, ours, *held, *(each.channel for each in self._processes.values())):
            sock.close()

    def _hear(self, process: Process) -> None:
        try:
            message, handed, _, _ = socket.recv_fds(process.channel, 64, 1)
        except BlockingIOError:
            return
        except OSError:
            message, handed = b"", []
        if message[:1] == OPENED:
            process.digests.add(message[1:])
            self._owners[message[1:]] = process
            self._say(process, DONE)
        elif message[:1] == BACK and handed:
            self._watch(socket.socket(fileno=handed[0]))
        elif message[:1] == LEAVING:
            self._disown(process)
            self._say(process, DONE)
        elif message[:1] == PANIC:
            self._end_others(process)
            self._say(process, DONE)
        elif not message:
            self._bury(process)

    def _say(self, process: Process, word: bytes) -> None:
        try:
            process.channel.send(word)
        except OSError:
            self._bury(process)

    def _disown(self, process: Process) -> None:
        for digest in process.digests:
            self._owners.pop(digest, None)

    def _bury(self, process: Process) -> None:
        self._disown(process)
        self._processes.pop(process.channel.fileno(), None)
        self._poll.unregister(process.channel.fileno())
        process.channel.close()

    def _end_others(self, caller: Process) -> None:
        self._disown(caller)
        for process in [each for each in self._processes.values() if each is not caller]:
            self._disown(process)
            self._nursery.end(process.child)


def _tell_busy(sock: socket.socket) -> None:
    try:
        sock.settimeout(0.5)
        sock.send(BUSY)
    except OSError:
        return
