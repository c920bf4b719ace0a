# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a log of two thousand entries with every check, against nothing but their signatures.

Target: 0.6 of the bare Ed25519 rate, on one core.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.cast import cast

from tocsin.vault.entry import Checker, parse
from tocsin.vault.facts import MemberDescribed
from tocsin.vault.kinds import LogClass
from tocsin.vault.logbook import Logbook
from tocsin.vault.session import Put

ENTRIES, ROUNDS, TARGET = 2000, 5, 0.6


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        people = cast(Path(folder))
        vera, log = people.vera, people.log(LogClass.ORG)
        fact = MemberDescribed(member=vera.me, name="x" * 300)
        vera.record(lambda: [Put(log, fact)] * ENTRIES)
        rows = people.node("bench").store.entries(bytes.fromhex(log))
        keys = vera._library.book(log).keys.values()
        ratios = []
        for _ in range(ROUNDS):
            entries, checker = [parse(*row) for row in rows], Checker()
            start = perf_counter()
            for entry in entries:
                checker.verify(entry)
            bare = perf_counter() - start
            book = Logbook(bytes.fromhex(log), LogClass.ORG, vera.registry)
            for key in keys:
                book.learn(key)
            start = perf_counter()
            book.take(rows, vera.directory)
            ratios.append(bare / (perf_counter() - start))
        assert len(book.recorded()) == len(rows)
    print(f"{ENTRIES} entries, {bare / len(rows) * 1e6:.0f} microseconds each for the signature alone")
    print(f"{median(ratios):.2f} of the bare Ed25519 rate (target {TARGET})")
    return 0 if median(ratios) >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
