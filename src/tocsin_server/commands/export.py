# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin export``: take the evidence package or the dossier of a published case out of the desk."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.vault.refusals import Refusal
from tocsin_server.commands import Arguments, Commands, NotUnderstood, needs_data
from tocsin_server.folder import Folder

if TYPE_CHECKING:
    from tocsin.publication.work import Desk

LANGUAGES = ("en", "ru", "es")


def register(commands: Commands) -> None:
    parser = commands.add_parser("export", help="take a package or a dossier out")
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    package = acts.add_parser(
        "package",
        help="the evidence package of a published case",
        description="Write the evidence package of a published case into a new folder and record that it "
        "left, and for whom. Asks for a passphrase, or reads it as the first line of the input.",
    )
    package.add_argument("case", metavar="CASE", help="the case's code")
    package.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that does not exist yet")
    package.add_argument("--recipient", required=True, metavar="WORDS", help="who gets it; it is recorded")
    package.set_defaults(run=run_package)
    dossier = acts.add_parser(
        "dossier",
        help="the published case as a PDF",
        description="Write the published case as a PDF, after searching its finished bytes for withheld "
        "words. Asks for a passphrase, or reads it as the first line of the input.",
    )
    dossier.add_argument("case", metavar="CASE", help="the case's code")
    dossier.add_argument("file", type=Path, metavar="FILE", help="a file that does not exist yet")
    dossier.add_argument("--language", choices=LANGUAGES, default="en", help="en, ru or es (en)")
    dossier.set_defaults(run=run_dossier)
    for one in (package, dossier):
        needs_data(one)


def run_package(arguments: Arguments) -> int:
    from tocsin.publication import work

    folder: Path = arguments.folder.resolve()
    _must_be_new(folder)
    desk = _open(arguments)
    folder.mkdir(parents=True, mode=0o700)
    work.write_package(desk, folder, arguments.recipient)
    print(f"{folder}: what stands in it is not sealed any more. It is as safe as wherever you put it.")
    return 0


def run_dossier(arguments: Arguments) -> int:
    from tocsin.publication import work
    from tocsin_server.folder import write_file
    from tocsin_server.typesetter import set_type

    file: Path = arguments.file.resolve()
    _must_be_new(file)
    write_file(file, work.write_dossier(_open(arguments), arguments.language, set_type))
    print(file)
    return 0


def _must_be_new(path: Path) -> None:
    if path.exists():
        raise Refusal(f"{path} is there already.", "Nothing was written.", "Name a place that is not.")


def _open(arguments: Arguments) -> Desk:
    """The case in the hands of whoever knows a passphrase that opens it."""
    from tocsin.publication import work
    from tocsin_server import wiring
    from tocsin_server.hardening import harden, lock_memory

    harden()
    vault = wiring.unlock(Folder(arguments.data.resolve()), _passphrase())
    lock_memory()
    if vault is None:
        raise Refusal(
            "That did not open anything.", "Nothing was written.", "Check the words and their order."
        )
    try:
        return work.find(vault, arguments.case)
    except work.NoSuchCase:
        raise NotUnderstood(
            f"There is no case {arguments.case} that this passphrase opens.",
            "Nothing was written.",
            "Look at its code on the desk.",
        ) from None


def _passphrase() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Passphrase: ")
    return sys.stdin.readline().strip()
