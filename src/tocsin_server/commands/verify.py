# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin verify``: is this evidence package what it says, or is this node's log whole?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tocsin.vault.refusals import Refusal
from tocsin_server.commands import Arguments, Commands, NotUnderstood, say_json, speaks_json
from tocsin_server.folder import Folder


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "verify",
        help="check an evidence package, or every log of a node",
        description="Check an evidence package: every file, every signature, two approvals, the chain of the "
        "organisation. Or, with --data, every entry of a node as far as no key is needed. Trusts no cache.",
    )
    parser.add_argument("package", nargs="?", type=Path, metavar="PACKAGE", help="the package's folder")
    parser.add_argument(
        "--organisation", metavar="ID", default="", help="the organisation's id as you know it from paper"
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="check this data folder instead of a package"
    )
    speaks_json(parser)
    parser.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0: nothing was found. 1: something was."""
    if (arguments.package is None) == (arguments.data is None):
        raise NotUnderstood(
            "There is nothing to check, or too much.",
            "Nothing was checked.",
            "Name a PACKAGE, or --data DIR.",
        )
    if arguments.data is not None:
        return _node(Folder(arguments.data.resolve()), arguments.json)
    return _package(arguments.package, arguments.organisation, arguments.json)


def _package(path: Path, organisation: str, as_json: bool) -> int:
    from tocsin.publication.package import verify

    if not path.is_dir():
        raise NotUnderstood(
            f"{path} is not a folder.", "Nothing was checked.", "Unpack the package and name its folder."
        )
    verdict = verify(path, organisation)
    faults = [{"fault": one.fault.value, "where": one.where, "detail": one.detail} for one in verdict.faults]
    counted = {"entries": verdict.entries, "files": verdict.files}
    shown = {"good": verdict.good, "organisation": verdict.organisation, **counted, "faults": faults}
    if as_json:
        say_json(shown)
    elif verdict.good:
        print(
            f"Nothing was altered: {verdict.entries} entries, {verdict.files} files, every signature holds."
        )
        print(f"Signed for the organisation {verdict.organisation}")
        if not organisation:
            print("Compare that id with the one on paper: nobody else can know it.")
    else:
        _tell(faults)
    return 0 if verdict.good else 1


def _node(folder: Folder, as_json: bool) -> int:
    from tocsin.vault.verify import verify_rows
    from tocsin.wires.store.node import open_store
    from tocsin_server import wiring

    if not folder.settings_file.exists():
        raise Refusal(
            "There is no tocsin.toml here.", "This folder holds no organisation.", "Name another folder."
        )
    store = open_store(folder.path)
    logs = {log: store.entries(log) for log in store.counts()}
    report = verify_rows(folder.org, logs, None, wiring.registry())
    faults = [
        {"fault": one.verdict.value, "where": one.entry or one.log, "detail": one.detail}
        for one in report.findings
    ]
    counted = {"logs": len(logs), "entries": report.entries, "sealed": report.sealed}
    if as_json:
        say_json({"good": not faults, "organisation": folder.org, **counted, "faults": faults})
    elif faults:
        _tell(faults)
    else:
        print(f"{report.entries} entries in {len(logs)} logs hold together; {report.sealed} are sealed.")
        print("A tail that was cut off before anyone remembered it cannot be seen from here.")
    return 1 if faults else 0


def _tell(faults: list[dict[str, Any]]) -> None:
    print(f"Not as it was signed: {len(faults)} findings.")
    for one in faults:
        print(f"{one['fault']:10} {one['where']} {one['detail']}".rstrip())
