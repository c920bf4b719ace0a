# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one place that knows every chapter: which kinds there are, and which real line stands behind a need."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from tocsin.vault import directory_log, keybag, opening
from tocsin.vault.directory import Directory, log_of
from tocsin.vault.keys import Identity, KemPublic, Signing
from tocsin.vault.kinds import LogClass, Registry
from tocsin.vault.refusals import Refusal
from tocsin.vault.session import Vault
from tocsin.wires.mail import MailAccount, SmtpMail
from tocsin.wires.store.node import machine_clock, open_node, open_store
from tocsin_server import sandbox
from tocsin_server.clock import MachineClock
from tocsin_server.desk.ticks import ticks
from tocsin_server.folder import Folder, Mail
from tocsin_server.intake import InboxIntake
from tocsin_server.typesetter import set_type

FACT_MODULES: tuple[str, ...] = (
    "tocsin.vault.facts",
    "tocsin.web.preferences",
    "tocsin.alarm.facts",
    "tocsin.callout.facts",
    "tocsin.casefile.facts",
    "tocsin.monitoring.facts",
    "tocsin.publication.facts",
)
T = TypeVar("T")
UNLOCKS_AT_ONCE = 2  # each takes 256 MiB


@cache
def registry() -> Registry:
    """Every kind that this program reads and writes."""
    modules = [import_module(name) for name in FACT_MODULES]
    return Registry(
        [kind for module in modules for kind in module.KINDS],
        {old: upcast for module in modules for old, upcast in getattr(module, "UPCASTERS", {}).items()},
    )


def mail_line(mail: Mail, folder: Path) -> SmtpMail:
    """The line that carries pages; the password lies beside the settings file that names it."""
    password = (folder / mail.password_file).read_text("utf-8").strip() if mail.password_file else ""
    account = MailAccount(mail.host, mail.port, mail.sender, mail.security, mail.user, password)
    return SmtpMail(account, MachineClock())


@dataclass(frozen=True, slots=True)
class OpenedBell:
    """The bell's vault, and the key that signs its answers to relays."""

    vault: Vault
    signing: Signing


def open_bell(folder: Folder) -> OpenedBell:
    """From the key file in the bell's own folder."""
    key = (folder.bell / "bell.key").read_bytes()
    vault = opening.open_bell(open_node(folder.path, registry()), key)
    return OpenedBell(
        vault, Identity(key[32:64]).signing
    )  # after magic and id, as opening.bell_key lays it out


def warm() -> None:
    """Import and initialise in a keyless parent what every unlock will use; the key it makes is of zeros."""
    registry()
    identity = Identity(bytes(32))
    identity.kem.open(KemPublic(identity.public.kem).seal(b"", b""), b"")
    identity.public.verify(identity.signing.sign(b""), b"")
    keybag.waste("warm", keybag.Cost(memory=64, passes=1))


def unlock(folder: Folder, passphrase: str) -> Vault | None:
    """A member's vault in this process; None for a passphrase that opens nothing here."""
    node = open_node(folder.path, registry())
    with _argon2_slot(folder):
        try:
            return opening.unlock(node, passphrase)
        except (opening.WrongPassphrase, opening.NoDevice):
            return None


def now() -> datetime:
    """UTC, for records."""
    return machine_clock()


def read_directory(folder: Folder) -> Directory:
    """The directory from its own chain, with no key at all."""
    org = folder.org
    store = open_store(folder.path)
    try:
        rows = store.entries(log_of(bytes.fromhex(org), LogClass.DIRECTORY))
    finally:
        store.close()
    return directory_log.read_directory(org, rows)


def desk_needs(folder: Folder, vault: Vault | None) -> Mapping[str, Any]:
    """What the desk's pages are given by name; most of it only when somebody is signed in."""
    needs: dict[str, Any] = {"folder": folder, "ticks": partial(ticks, folder)}
    if vault is not None:
        needs["intake"] = InboxIntake(folder, vault)
        needs["typesetter"] = set_type
        needs["sandbox"] = sandboxed
    return needs


def sandboxed(function: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """In the sandbox; a child that broke or took too long reads as a refusal that loses nothing."""
    try:
        return sandbox.run(function, *arguments, **named)
    except sandbox.SandboxFailed:
        raise Refusal(
            "This could not be read in the time and memory it was given.",
            "It may be broken, or made to break whoever reads it.",
            "Copy the text into a plain file, and bring that.",
        ) from None


def relay_needs() -> Mapping[str, Any]:
    """What a relay's pages are given by name."""
    return {}


@contextmanager
def _argon2_slot(folder: Folder) -> Iterator[None]:
    """At most two at once on a node. A lock on a file goes with its process, however that ends."""
    folder.run.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = [(folder.run / f"argon2-{number}").open("ab") for number in range(UNLOCKS_AT_ONCE)]
    try:
        while not any(_taken(file.fileno()) for file in files):
            time.sleep(0.02)
        yield
    finally:
        for file in files:
            file.close()


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
