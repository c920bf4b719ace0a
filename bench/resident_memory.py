# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much memory a running organisation takes, idle and with members signed in, as the kernel counts it.

Processes share pages after a fork, so shared ones are divided among them (PSS); the plain sum (RSS) stands
beside it, as `ps` would add it up. Claim: under 300 MB idle, 15 MB more for each unlocked member.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from time import sleep

from tocsin_server.demo import cast
from tocsin_server.demo.mailbox import Mailbox
from tocsin_server.demo.organisation import Organisation

IDLE, MEMBER = 300.0, 15.0


def megabytes(pids: list[int]) -> tuple[float, float]:
    """PSS and RSS of these processes together."""
    sums = {"Pss": 0, "Rss": 0}
    for pid in pids:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
        for name in sums:
            sums[name] += int(re.search(rf"^{name}:\s+(\d+)", text, re.M)[1])  # type: ignore[index]
    return sums["Pss"] / 1024, sums["Rss"] / 1024


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, Mailbox(Path(folder) / "mail") as mailbox:
        organisation = Organisation(Path(folder) / "data", mailbox.port)
        organisation.found()
        organisation.up()
        try:
            sleep(2)
            idle, idle_rss = megabytes(organisation.processes())
            print(f"idle: {idle:.1f} MB shared pages divided, {idle_rss:.1f} MB added up")
            for person in cast.EVERYONE[:3]:
                organisation.unlock(person)
            sleep(1)
            busy, busy_rss = megabytes(organisation.processes())
            each = (busy - idle) / 3
            print(f"three members unlocked: {busy:.1f} MB, {busy_rss:.1f} MB added up, {each:.1f} MB each")
        finally:
            organisation.stop()
    print(f"{max(idle_rss / IDLE, each / MEMBER):.2f} of what was promised (1.00 is the limit)")
    return 0 if idle_rss <= IDLE and each <= MEMBER else 1


if __name__ == "__main__":
    sys.exit(main())
