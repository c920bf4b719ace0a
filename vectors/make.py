# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the vectors: small sealed logs with fixed keys, good and tampered, each with its expected verdict.

Run ``python -m vectors.make``; a second run writes the same bytes. Only what holds an encapsulation
(wrap, parcel, file) is made once and kept, since its randomness comes from the library.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tocsin.vault import cbor, export, jsontext, keybag, labels, wraps
from tocsin.vault.files import Sealing, unseal
from tocsin.vault.ids import OrgId
from tocsin.vault.keys import KemPublic, KemSecret
from tocsin.vault.kinds import LogClass
from vectors.logs import Vector, good, tampered
from vectors.world import K1, World, fixed

HERE = Path(__file__).parent


def store(vector: Vector, org: bytes) -> None:
    pinned = (vector.pinned or org).hex()
    raw = vector.mangle(export.write(OrgId(pinned), vector.logs))
    header = {
        "about": vector.about,
        "type": "export",
        "expect": vector.expect,
        "org": pinned,
        "keys": {
            log.hex(): {"class": cls.value, "epochs": [key.secret.hex() for key in keys]}
            for log, (cls, keys) in vector.keys.items()
        },
        "units": {unit.hex(): secret.hex() for unit, secret in vector.units.items()},
    }
    write(vector.name, header, raw)


def write(name: str, header: Mapping[str, Any], raw: bytes) -> None:
    line = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    (HERE / f"{name}.vector").write_bytes(line + b"\n" + raw)


def keybags() -> None:
    cost = keybag.Cost(memory=64, passes=1)
    chance = iter(range(1000))
    random_bytes = lambda size: fixed(f"keybag/{next(chance)}", size)  # noqa: E731
    daily = keybag.Slot(fixed("Lapwing/seed"), fixed("Lapwing/id", 16))
    duress = keybag.Slot(fixed("Lapwing/other"), fixed("Lapwing/id", 16), keybag.Purpose.DURESS)
    first, second = "lapwing academic acid acne acquire", "lapwing zero yoga yield writing"
    bag = keybag.set_second(
        keybag.make(daily, first, random_bytes, cost), first, duress, second, random_bytes, floor=cost
    )
    opens = {first: daily.seed.hex(), second: duress.seed.hex(), "lapwing wrong words": None}
    write(
        "keybag", {"about": "both slots set; cost far below the floor", "type": "keybag", "opens": opens}, bag
    )
    keyed = keybag.make(daily, first, random_bytes, cost, fixed("keyfile"))
    header = {
        "about": "with a keyfile",
        "type": "keybag",
        "opens": {first: daily.seed.hex()},
        "keyfile": fixed("keyfile").hex(),
    }
    write("keybag-keyfile", header, keyed)


def once(name: str, make: Callable[[], tuple[Mapping[str, Any], bytes]]) -> None:
    if not (HERE / f"{name}.vector").exists():
        write(name, *make())


def _wrap(world: World) -> tuple[Mapping[str, Any], bytes]:
    reader = world.vera.identity
    kems = [reader.kem.public, world.ilya.identity.kem.public]
    secret = K1.secret + wraps.class_byte(LogClass.CASE)
    body = wraps.make(
        secret, kems, lambda kem: wraps.wrap_info(world.org, world.case, K1.id, kem), fixed_stream("wrap")
    )
    header = {
        "about": "a case key wrapped to two readers among eight",
        "type": "wrap",
        "org": world.org.hex(),
        "log": world.case.hex(),
        "epoch": K1.id.hex(),
        "seed": reader.seed.hex(),
        "stranger": world.oleg.identity.seed.hex(),
        "secret": secret.hex(),
        "name": wraps.name(world.case, K1.id, body).hex(),
    }
    return header, body


def fixed_stream(name: str) -> Callable[[int], bytes]:
    chance = iter(range(1000))
    return lambda size: fixed(f"{name}/{next(chance)}", size)


def _parcel(world: World) -> tuple[Mapping[str, Any], bytes]:
    seed, period, content = fixed("intake"), fixed("period", 16), jsontext.write({"text": "они уводят его"})
    label = [0, 1, world.org, period, bytes(16), "web"]
    plain = content.ljust(512, b"\0")
    sealed = KemPublic(KemSecret(seed).public).seal(plain, labels.PARCEL + cbor.encode(label))
    header = {"about": "an intake parcel", "type": "parcel", "secret": seed.hex(), "text": content.decode()}
    return header, cbor.encode([*label, sealed])


def _file(world: World) -> tuple[Mapping[str, Any], bytes]:
    plain = b"broken lock " * 3000
    sealing = Sealing(world.case, fixed_stream("file"), [plain])
    raw = b"".join(sealing)
    file = sealing.done("door.jpg", "image/jpeg")
    assert b"".join(unseal(world.case, file, [raw])) == plain
    header = {
        "about": "a sealed file of three chunks",
        "type": "file",
        "log": world.case.hex(),
        "id": file.id,
        "key": file.key,
        "size": file.size,
        "sha256": file.sha256,
    }
    return header, raw


def main() -> int:
    world = World()
    vectors = good(world) + tampered(world)
    for vector in vectors:
        store(vector, world.org)
    keybags()
    once("wrap", lambda: _wrap(world))
    once("parcel", lambda: _parcel(world))
    once("file", lambda: _file(world))
    print(f"{len(vectors)} logs and {5} other vectors in {HERE.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
