# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a passphrase to a Vault: find the keybag by its first word, open a slot, open the device key.

A wrong passphrase and a missing account read the same and cost the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tocsin.vault import keybag, labels, words
from tocsin.vault.ids import MemberId, OrgId
from tocsin.vault.keybag import FLOOR, Cost, WrongPassphrase
from tocsin.vault.keys import Device, Identity
from tocsin.vault.kinds import Registry
from tocsin.vault.needs import Clock, RandomBytes, Shelf, Store
from tocsin.vault.session import Surroundings, Vault

__all__ = ["NoDevice", "Node", "NotFounded", "WrongPassphrase", "open_bell", "unlock"]

BELL_MAGIC: Final = b"tocsin/bell/1\n\0\0"
_DEVICE_SIZE: Final = 12 + 64 + 16


class NotFounded(Exception):
    """There is no organisation in this folder: `tocsin init` makes one."""


class NoDevice(Exception):
    """The passphrase is right, but this machine is not one of this member's devices: enrol it first."""


@dataclass(frozen=True, slots=True)
class Node:
    """One machine's data folder with everything a Vault needs around it."""

    folder: Path
    store: Store
    files: Shelf
    kept: Shelf
    registry: Registry
    clock: Clock
    random_bytes: RandomBytes
    floor: Cost = FLOOR
    keyrings: Shelf | None = None

    @property
    def org(self) -> OrgId:
        """The pinned organisation. Raises NotFounded."""
        try:
            pinned = (self.folder / "node" / "org").read_text("ascii").strip()
        except FileNotFoundError:
            raise NotFounded(str(self.folder)) from None
        return OrgId(pinned)

    def vault(self, identity: Identity, device: Device, me: MemberId) -> Vault:
        around = Surroundings(
            self.store, self.files, self.kept, self.registry, self.clock, self.random_bytes, self.keyrings
        )
        return Vault(identity, device, me, self.org, around)


def unlock(node: Node, passphrase: str, keyfile: bytes = b"") -> Vault:
    """The Vault that a passphrase opens here. Raises WrongPassphrase, NoDevice or NotFounded."""
    slot = _slot(node, passphrase, keyfile)
    identity = Identity(slot.seed)
    path = node.folder / "node" / "devices" / device_name(identity)
    try:
        device = open_device(identity, bytes.fromhex(node.org), path.read_bytes())
    except FileNotFoundError:
        raise NoDevice from None
    return node.vault(identity, device, MemberId(slot.member.hex()))


def open_bell(node: Node, key: bytes) -> Vault:
    """The bell's own Vault, from its key file. Raises ValueError for any other file."""
    if len(key) != 16 + 16 + 32 + 32 or key[:16] != BELL_MAGIC.ljust(16, b"\0"):
        raise ValueError("not a bell key")
    return node.vault(Identity(key[32:64]), Device(key[64:]), MemberId(key[16:32].hex()))


def bell_key(member: MemberId, identity: Identity, device: Device) -> bytes:
    return BELL_MAGIC.ljust(16, b"\0") + bytes.fromhex(member) + identity.seed + device.secret


def device_name(identity: Identity) -> str:
    """The device file's name, which does not say whose it is."""
    return labels.derive(identity.seed, labels.DEVICE_NAME, 16).hex()


def seal_device(identity: Identity, org: bytes, device: Device, nonce: bytes) -> bytes:
    """The device secret under the member key, with the organisation it belongs to."""
    key = labels.derive(identity.seed, labels.DEVICE_FILE)
    return nonce + AESGCMSIV(key).encrypt(nonce, org + device.secret, labels.DEVICE_FILE)


def open_device(identity: Identity, org: bytes, sealed: bytes) -> Device:
    """Raises NoDevice for a file that is another's, altered, or of another organisation."""
    key = labels.derive(identity.seed, labels.DEVICE_FILE)
    try:
        plain = AESGCMSIV(key).decrypt(sealed[:12], sealed[12:], labels.DEVICE_FILE)
    except (InvalidTag, ValueError):
        raise NoDevice from None
    if len(sealed) != _DEVICE_SIZE or plain[:32] != org:
        raise NoDevice
    return Device(plain[32:])


def _slot(node: Node, passphrase: str, keyfile: bytes) -> keybag.Slot:
    folder = node.folder / "node" / "keybags"
    path = folder / keybag.file_name(bytes.fromhex(node.org), words.first_word(passphrase))
    try:
        bag = path.read_bytes()
    except FileNotFoundError:
        keybag.waste(passphrase, _usual_cost(folder, node.floor))
        raise WrongPassphrase from None
    return keybag.open_slot(bag, passphrase, floor=node.floor, keyfile=keyfile)


def _usual_cost(folder: Path, floor: Cost) -> Cost:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        return keybag.cost_of(path.read_bytes(), floor)
    return floor
