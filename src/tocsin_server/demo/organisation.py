# SPDX-License-Identifier: AGPL-3.0-or-later
"""The invented organisation on this machine: founded and run by the same two commands as a real one.

Everything of it runs in one session of the operating system, so that it can be found and ended whole.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from tocsin_server.demo import cast
from tocsin_server.demo.browser import Browser, Page
from tocsin_server.demo.loopback import answers, free_ports
from tocsin_server.demo.steps import Broke

TOCSIN = (sys.executable, "-m", "tocsin_server")


@dataclass
class Organisation:
    """Founded into ``folder``; its mail goes to ``mail_port`` on loopback."""

    folder: Path
    mail_port: int
    step_seconds: int = 3
    repeat_seconds: int = 300
    id: str = ""
    passphrases: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.desk_port, self.relay_port, self.wire_port, self.bell_port = free_ports(4)

    @property
    def desk(self) -> str:
        return f"http://127.0.0.1:{self.desk_port}"

    @property
    def relay(self) -> str:
        return f"http://127.0.0.1:{self.relay_port}"

    @property
    def log(self) -> Path:
        return self.folder.parent / "tocsin.log"

    def found(self) -> None:
        """`tocsin init`, with an answers file, as on any other day."""
        answers = self.folder.parent / "answers.toml"
        answers.parent.mkdir(parents=True, exist_ok=True)
        answers.write_text(self._answers(), "utf-8")
        said = self.command("init", str(self.folder), "--answers", str(answers), "--json")
        made = json.loads(said)
        self.id, self.passphrases = made["org"], made["passphrases"]

    def command(self, *words: str, given: str = "", fails: bool = False) -> str:
        """Run `tocsin` with these words and return what it prints; it must succeed unless ``fails``."""
        done = subprocess.run([*TOCSIN, *words], input=given, capture_output=True, text=True, timeout=120)
        if (done.returncode != 0) is not fails:
            raise Broke(f"tocsin {words[0]} ended with {done.returncode}: {done.stderr.strip()[-600:]}")
        return done.stdout

    def up(self) -> None:
        """`tocsin up`; returns when desk and relay answer."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*TOCSIN, "up", "--data", str(self.folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = monotonic() + 30
        while not (answers(self.desk_port) and answers(self.relay_port)):
            if self._process.poll() is not None or monotonic() > until:
                raise Broke(f"tocsin up did not come up: {self.log.read_text('utf-8')[-800:]}")
            sleep(0.05)

    def processes(self) -> list[int]:
        """Every process of this organisation that is alive."""
        return [pid for pid, session in sessions() if self._process and session == self._process.pid]

    def stop(self) -> None:
        """End it as a person would: one polite signal to the first process."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """SIGKILL to everything at once: the power goes."""
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        if self._process:
            self._process.wait()

    def browser(self, who: cast.Person) -> Browser:
        return Browser(self.desk, who.callsign)

    def unlock(self, who: cast.Person, after: str = "/") -> tuple[Browser, Page]:
        """A fresh browser, through the door with the passphrase."""
        browser = self.browser(who)
        door = browser.open(after)
        page = browser.send(door, door.form(having="p"), {"p": self.passphrases[who.callsign]})
        return browser, page

    def _answers(self) -> str:
        quoted = json.dumps
        members = "".join(
            f"\n[[member]]\ncallsign = {quoted(one.callsign)}\nname = {quoted(one.name)}\n"
            f"roles = {quoted(list(one.roles))}\nmail = {quoted(one.mail)}\nintake = {quoted(one.intake)}\n"
            for one in cast.EVERYONE
        )
        steps = "".join(
            f"\n[[rota.step]]\nmembers = [{quoted(one.callsign)}]\nwait_seconds = {self.step_seconds}\n"
            for one in (cast.VERA, cast.ILYA)
        )
        here = "127.0.0.1"
        return f"""\
# The answers of an invented organisation; docs/answers.md explains each line.
organisation = {quoted(cast.ORGANISATION)}
timezone = {quoted(cast.TIMEZONE)}
languages = ["en", "ru", "es"]
fallback_phone = {quoted(cast.FALLBACK_PHONE)}
{members}
[rota]
repeat_seconds = {self.repeat_seconds}
{steps}
[desk]
listen = "{here}:{self.desk_port}"
address = "{self.desk}"

[relay]
listen = "{here}:{self.relay_port}"
wire = "{here}:{self.wire_port}"
address = "{self.relay}"
page_to = [{quoted("mailto:" + cast.VERA.mail)}]

[bell]
listen = "{here}:{self.bell_port}"

[mail]
host = "{here}"
port = {self.mail_port}
sender = "bell@pereprava.example"
"""


def sessions() -> Iterator[tuple[int, int]]:
    """Each process of this machine with the session it belongs to."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                after_name = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            except OSError:
                continue  # it ended while we looked
            yield int(entry.name), int(after_name[3])
