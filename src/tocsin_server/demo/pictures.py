# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two photographs for the story: real JPEG files with the marks a telephone leaves, drawn in coarse squares.

A small baseline encoder (ITU-T T.81) that writes one colour per 8 by 8 block; nobody is in the picture.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from datetime import datetime

Colour = tuple[int, int, int]
WIDE, HIGH = 64, 48

WALL, FLOOR, DARK, WOOD, LIGHT = (201, 193, 178), (120, 100, 84), (22, 24, 30), (94, 62, 40), (236, 226, 190)


def broken_door(x: int, y: int) -> Colour:
    """A door frame, the leaf hanging inwards, light from the stairs."""
    if y > 42:
        return FLOOR
    if 20 <= x < 24 or 40 <= x < 44 or (20 <= x < 44 and 4 <= y < 7):
        return WOOD
    if 24 <= x < 40 and y >= 7:
        return DARK if x + (y - 7) // 6 < 34 else LIGHT
    return WALL


def chair_on_its_side(x: int, y: int) -> Colour:
    """A chair lies on the floor, something spilt beside it."""
    if y < 24:
        return WALL
    if (14 <= x < 34 and 34 <= y < 37) or (31 <= x < 34 and 26 <= y < 44) or (14 <= x < 17 and 34 <= y < 44):
        return WOOD
    if (x - 46) ** 2 + 3 * (y - 40) ** 2 < 40:
        return DARK
    return FLOOR


def photograph(scene: Callable[[int, int], Colour], taken: datetime, number: int) -> bytes:
    """The scene as a JPEG file with Exif; ``number`` makes two photographs of one scene differ."""
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE1, b"Exif\0\0" + _exif(taken)),
            _segment(0xFE, f"IMG_{number:04}".encode()),
            _segment(0xDB, bytes([0]) + bytes([8] * 64)),
            _segment(0xC0, struct.pack(">BHHB", 8, HIGH * 8, WIDE * 8, 3) + b"\1\x11\0\2\x11\0\3\x11\0"),
            # One table of nine four-bit codes for the steps of the mean, one single code for "no detail".
            _segment(0xC4, b"\0" + bytes([0, 0, 0, 9] + [0] * 12) + bytes(range(9))),
            _segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\0"),
            _segment(0xDA, b"\3\1\0\2\0\3\0\0\x3f\0"),
            _packed(_bits(scene)),
            b"\xff\xd9",
        )
    )


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _bits(scene: Callable[[int, int], Colour]) -> Iterator[str]:
    before = [0, 0, 0]
    for y in range(HIGH):
        for x in range(WIDE):
            for channel, value in enumerate(_ycc(scene(x, y))):
                step = value - before[channel]
                before[channel] = value
                size = abs(step).bit_length()
                yield f"{size:04b}"
                if size:
                    yield f"{step if step > 0 else step + (1 << size) - 1:0{size}b}"
                yield "0"


def _ycc(colour: Colour) -> tuple[int, int, int]:
    """Luma and two chromas around zero, as JFIF has them; the quantiser of 8 cancels the transform's gain."""
    red, green, blue = colour
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    return round(luma) - 128, round((blue - luma) * 0.564), round((red - luma) * 0.713)


def _packed(bits: Iterator[str]) -> bytes:
    line = "".join(bits)
    line += "1" * (-len(line) % 8)
    return int(line, 2).to_bytes(len(line) // 8, "big").replace(b"\xff", b"\xff\0")


def _exif(taken: datetime) -> bytes:
    """Little-endian TIFF: who made the telephone, when, and where: what must never reach a public page."""
    when = taken.strftime("%Y:%m:%d %H:%M:%S").encode() + b"\0"
    make, model = b"Invented\0", b"Pocket 3\0"
    entries = 5
    after = 8 + 2 + entries * 12 + 4
    gps = after + len(make) + len(model) + len(when)
    rows = (
        (0x010F, 2, len(make), after),
        (0x0110, 2, len(model), after + len(make)),
        (0x0132, 2, len(when), after + len(make) + len(model)),
        (0x0112, 3, 1, 1),
        (0x8825, 4, 1, gps),
    )
    first = b"".join(struct.pack("<HHII", *row) for row in sorted(rows))
    place = (
        struct.pack("<H", 2)
        + struct.pack("<HHI4s", 1, 2, 2, b"N\0")
        + struct.pack("<HHII", 2, 5, 3, gps + 30)
    )
    degrees = struct.pack("<6I", 55, 1, 44, 1, 1230, 100)
    head = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", entries) + first + b"\0\0\0\0"
    return head + make + model + when + place + b"\0\0\0\0" + degrees
