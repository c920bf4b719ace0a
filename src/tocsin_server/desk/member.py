# SPDX-License-Identifier: AGPL-3.0-or-later
"""The life of a child of the front: first the door, and after a right passphrase that member's own process.

Keys and pages exist here and nowhere else; locking, silence and panic end the process, since a Python process
cannot forget but a dead one has.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias
from urllib.parse import quote

from tocsin.web.requests import NEEDS, SESSION, VAULT, Session
from tocsin_server.children import allow
from tocsin_server.desk import cookie
from tocsin_server.desk.front import BACK, CONNECTION, DONE, LEAVING, OPENED, PANIC
from tocsin_server.hardening import give_back_memory, lock_memory
from tocsin_server.serving import AFTERWARDS, Application, Environ, Limits, serve

if TYPE_CHECKING:
    from tocsin.vault.session import Vault

DOOR_SECONDS = 120.0
NOTHING_TYPED = ("/lock", "/panic", "/kept/", "/unlock/")
KEPT = "tocsin.kept.path"  # environ key: where a form was going
UPLOADS = "tocsin.uploads"  # environ key: where this process may put sealed bytes
ANSWER_SECONDS = 1.0
MOST_CONNECTIONS = 48
Unlock: TypeAlias = "Callable[[str], Vault | None]"
DOOR_LIMITS = Limits(body=64 << 20, idle=10.0, requests=1)
LIMITS = Limits(body=2 << 30, idle=60.0)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a process is given: the pages, where it listens, how a vault opens, what wiring gives to pages."""

    app: Application
    here: tuple[str, int]
    unlock: Unlock
    needs: Callable[[Vault | None], Mapping[str, Any]]
    uploads: Path
    idle: float = 15 * 60.0


@dataclass(slots=True)
class Door:
    """``request.needs["door"]`` while nobody is signed in."""

    unlock_with: Unlock
    channel: socket.socket
    vault: Vault | None = None
    digest: bytes = b""

    def unlock(self, passphrase: str) -> str | None:
        """Open the vault in this very process and tell the front whose it is now; None for a wrong one."""
        vault = self.unlock_with(passphrase)
        if vault is None:
            return None
        value = cookie.value(vault.me, secrets.token_bytes(32))
        digest = cookie.digest(value)
        self.channel.send(OPENED + digest)
        if self.channel.recv(16) != DONE:
            os._exit(1)  # no front, no desk
        self.vault, self.digest = vault, digest
        return value


def live(setting: Setting, sock: socket.socket, channel: socket.socket) -> None:
    """Serve one request at the door; go on as the member's process if it opened."""
    allow(DOOR_SECONDS)
    door = Door(setting.unlock, channel)
    extra = {NEEDS: {**setting.needs(None), "door": door}}
    serve(sock, _keeping(setting.app), setting.here, limits=DOOR_LIMITS, extra=extra)
    if door.vault is not None:
        allow(None)
        give_back_memory()
        lock_memory()
        Member(setting, door.vault, door.digest, channel).run()


@dataclass(frozen=True, slots=True)
class Exit:
    """``request.needs["door"]`` for a member: nothing new comes in from here on; the answer still leaves."""

    member: Member
    afterwards: list[Callable[[], None]]

    def lock(self) -> None:
        """End this process; nobody else notices."""
        self._leave(LEAVING)

    def panic(self) -> None:
        """End every process of every member on this desk, this one last."""
        self._leave(PANIC)

    def _leave(self, word: bytes) -> None:
        self.member.answered.clear()
        self.afterwards.append(self.member.answered.set)
        self.member.leave(word)


def _keeping(app: Application) -> Application:
    """At the door a form can only be kept: whatever else is posted goes to the page that does that."""

    def answer(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] == "POST" and path != "/unlock":
            if path.startswith(NOTHING_TYPED):
                return _send_to("/unlock", "303 See Other", start)
            environ |= {KEPT: _same_place(environ), "PATH_INFO": "/unlock/kept", "QUERY_STRING": ""}
        return app(environ, start)

    return answer


class Member:
    """One sign-in of one member. The main thread takes connections from the front, each gets a thread."""

    def __init__(self, setting: Setting, vault: Vault, digest: bytes, channel: socket.socket) -> None:
        self._setting = setting
        self._digest = digest
        self._channel = channel
        self._slots = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self._acting: set[int] = set()
        self._last_act = time.monotonic()
        self._leaving = False
        self.answered = threading.Event()
        self.answered.set()
        self._needs = setting.needs(vault)
        self._extra: Environ = {VAULT: vault, SESSION: Session(), UPLOADS: setting.uploads}

    def run(self) -> NoReturn:
        """Until locked, idle, or told that the front is gone."""
        while True:
            self._channel.settimeout(self._wait())
            try:
                word, handed, _, _ = socket.recv_fds(self._channel, 16, 1)
            except TimeoutError:
                continue
            if not word or word == DONE:
                self.answered.wait(ANSWER_SECONDS)
                os._exit(0)
            if word == CONNECTION and handed:
                self._take(socket.socket(fileno=handed[0]))

    def leave(self, word: bytes = LEAVING) -> None:
        """The front sends nothing more, gets back what it had already sent, and then we end."""
        if not self._leaving:
            self._leaving = True
            # Nothing outlives a lock, even if the front hangs or the answer cannot be sent.
            late = threading.Timer(ANSWER_SECONDS, os._exit, (0,))
            late.daemon = True
            late.start()
        self._channel.send(word)

    def _wait(self) -> float:
        left = self._last_act + self._setting.idle - time.monotonic()
        if left <= 0 and not self._acting and not self._leaving:
            self.leave()
        return max(left, 1.0)

    def _take(self, sock: socket.socket) -> None:
        if self._leaving:
            with sock:
                socket.send_fds(self._channel, [BACK], [sock.fileno()])
        elif self._slots.acquire(blocking=False):
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()
        else:
            sock.close()

    def _serve(self, sock: socket.socket) -> None:
        try:
            serve(sock, self._answer, self._setting.here, limits=LIMITS, extra=self._extra)
        finally:
            self._slots.release()

    def _answer(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        sign_in = cookie.read(environ.get("HTTP_COOKIE", "").encode("latin-1"))
        if sign_in is None or not secrets.compare_digest(sign_in.digest, self._digest):
            return _send_to(_same_place(environ), "307 Temporary Redirect", start)
        if environ["PATH_INFO"] == "/unlock":
            return _send_to("/", "303 See Other", start)
        environ[NEEDS] = {**self._needs, "door": Exit(self, environ[AFTERWARDS])}
        if not _by_a_person(environ):
            return self._setting.app(environ, start)
        self._acting.add(threading.get_ident())
        try:
            self._last_act = time.monotonic()
            return self._setting.app(environ, start)
        finally:
            self._acting.discard(threading.get_ident())
            self._last_act = time.monotonic()


def _by_a_person(environ: Environ) -> bool:
    """Whether this request shows that somebody is there: a page that redraws itself does not."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return True
    return environ["PATH_INFO"] != "/ticks" and "HTTP_HX_REQUEST" not in environ


def _same_place(environ: Environ) -> str:
    """The connection is left over from another sign-in: ask again on a new one, method and body unchanged."""
    path, query = quote(environ["PATH_INFO"].encode("latin-1")), environ.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _send_to(place: str, status: str, start: Callable[..., Any]) -> Iterable[bytes]:
    start(status, [("Location", place), ("Content-Length", "0"), ("Connection", "close")])
    return []
