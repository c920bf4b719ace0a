# SPDX-License-Identifier: AGPL-3.0-or-later
"""One durable entry at a time, as a member's click writes it, against syncing the same bytes bare.

Target: 0.8 of a bare fdatasync. A disk that answers in a fifth of a millisecond (a cache without a
disk behind it) cannot show that, so what sealing and storing cost on top is printed beside it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.cast import cast

from tocsin.vault.facts import MemberDescribed
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import Put

ROUNDS, TURNS = 7, 60


def milliseconds(turn: Callable[[], object]) -> float:
    start = perf_counter()
    for _ in range(TURNS):
        turn()
    return (perf_counter() - start) / TURNS * 1000


def main() -> int:
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        people = cast(Path(folder) / "data")
        vera, log = people.vera, people.log(LogClass.ORG)
        fact = MemberDescribed(member=vera.me, name="x" * 300)
        bare = os.open(Path(folder) / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        raw = os.urandom(512 + 44 + 300 + 64)

        def append() -> None:
            vera.record(lambda: [Put(log, fact)])

        def sync() -> None:
            os.write(bare, raw)
            os.fdatasync(bare)

        append()
        rounds = [(milliseconds(sync), milliseconds(append)) for _ in range(ROUNDS)]
    floor, entry = (median(one[place] for one in rounds) for place in (0, 1))
    print(f"bare fdatasync {floor:.2f} ms, entry {entry:.2f} ms: {entry - floor:.2f} ms on top")
    print(f"{floor / entry:.2f} of a bare fdatasync")
    return 0 if floor / entry >= 0.8 or entry - floor <= 1.0 else 1


if __name__ == "__main__":
    sys.exit(main())
