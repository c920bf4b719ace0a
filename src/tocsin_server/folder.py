# SPDX-License-Identifier: AGPL-3.0-or-later
"""The data folder: what lies where, and the two settings files that ``tocsin init`` writes.

Settings hold addresses and ports, never a name; the relay's folder stands alone, so that it can be carried
to another machine.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from tocsin.vault.ids import OrgId
from tocsin.vault.refusals import Refusal

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail server that carries pages. The password lies in a file of its own."""

    host: str = "127.0.0.1"
    port: int = 25
    sender: str = ""
    security: Literal["none", "starttls", "tls"] = "none"  # none: a server on this machine only
    user: str = ""
    password_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """Where members' browsers go. ``address`` is what a page's link says."""

    listen: str = "127.0.0.1:8400"
    address: str = "http://127.0.0.1:8400"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    idle_minutes: float = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BellSettings:
    """Where relays bring parcels, and where the bell pushes what is public."""

    listen: str = "127.0.0.1:8420"
    relays: tuple[str, ...] = ("127.0.0.1:8411",)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSettings:
    """``DIR/tocsin.toml``."""

    desk: DeskSettings = field(default_factory=DeskSettings)
    bell: BellSettings = field(default_factory=BellSettings)
    mail: Mail = field(default_factory=Mail)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaySettings:
    """``DIR/relay/relay.toml``. ``page_to`` is woken by the relay itself when no bell answers."""

    organisation: OrgId
    id: str
    listen: str = "127.0.0.1:8410"
    address: str = "http://127.0.0.1:8410"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    wire: str = "127.0.0.1:8411"
    bell: str = "127.0.0.1:8420"
    fallback_phone: str = ""
    patience_seconds: float = 10.0
    page_to: tuple[str, ...] = ()
    mail: Mail = field(default_factory=Mail)


@dataclass(frozen=True, slots=True)
class Folder:
    """Paths under DIR."""

    path: Path

    @property
    def settings_file(self) -> Path:
        return self.path / "tocsin.toml"

    @property
    def org(self) -> OrgId:
        """The organisation this node is pinned to. Raises Refusal if there is none."""
        try:
            return OrgId((self.path / "node" / "org").read_text("ascii").strip())
        except FileNotFoundError:
            raise _nothing_here("node/org") from None

    @property
    def kept_bodies(self) -> Path:
        return self.kept / "bodies"

    @property
    def uploads(self) -> Path:
        return self.run / "uploads"

    @property
    def bell(self) -> Path:
        return self.path / "bell"

    @property
    def relay(self) -> Path:
        return self.path / "relay"

    @property
    def inbox(self) -> Path:
        return self.path / "inbox"

    @property
    def kept(self) -> Path:
        return self.path / "kept"

    @property
    def run(self) -> Path:
        return self.path / "run"

    def settings(self) -> NodeSettings:
        """Raises Refusal if this folder holds no organisation."""
        return _read(self.settings_file, NodeSettings)

    def relay_settings(self) -> RelaySettings:
        """Raises Refusal if this folder holds no relay."""
        return _read(self.relay / "relay.toml", RelaySettings)


def place(address: str) -> tuple[str, int]:
    """``host:port`` in two parts."""
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def write_file(path: Path, content: bytes) -> None:
    """Durably and whole or not at all: written aside, synced, renamed."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.rename(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make renames and deletions in a folder durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_settings(path: Path, settings: NodeSettings | RelaySettings) -> None:
    """As TOML that a person can read and change."""
    write_file(path, _toml(msgspec.to_builtins(settings)).encode())


def _read(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), kind)
    except FileNotFoundError:
        raise _nothing_here(path.name) from None
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise Refusal(
            f"{path.name} cannot be read: {error}.",
            "Nothing was started and nothing was changed.",
            "Mend the line it names, then try again.",
        ) from None


def _nothing_here(name: str) -> Refusal:
    return Refusal(
        f"There is no {name} here.",
        "This folder does not hold an organisation, or only a part of one.",
        "Name another folder, or make one with tocsin init.",
    )


def _toml(values: dict[str, Any], table: str = "") -> str:
    lines = [f"[{table}]"] if table else []
    lines += [f"{key} = {_value(value)}" for key, value in values.items() if not isinstance(value, dict)]
    parts = ["\n".join(lines) + "\n"]
    parts += [_toml(value, key) for key, value in values.items() if isinstance(value, dict)]
    return "\n".join(parts)


def _value(value: Any) -> str:
    # JSON's strings, numbers, booleans and lists of them are TOML's.
    return msgspec.json.encode(value).decode()
