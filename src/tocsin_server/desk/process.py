# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk: warm the pages once in a keyless parent, then stand in front and fork."""

from __future__ import annotations

import socket
from functools import partial

from tocsin_server import wiring
from tocsin_server.children import Nursery
from tocsin_server.desk.front import Front
from tocsin_server.desk.member import Setting, live
from tocsin_server.folder import Folder, place
from tocsin_server.hardening import harden, write_log_to
from tocsin_server.pages_app import Announce, pages_app


def run(folder: Folder, announce: Announce) -> None:
    """Until told to stop."""
    write_log_to("desk")
    harden()
    settings = folder.settings()
    folder.uploads.mkdir(mode=0o700, parents=True, exist_ok=True)
    wiring.warm()
    app = pages_app("desk", settings.desk.hosts)
    listener = socket.create_server(place(settings.desk.listen), backlog=256)
    setting = Setting(
        app=app,
        here=listener.getsockname()[:2],
        unlock=partial(wiring.unlock, folder),
        needs=partial(wiring.desk_needs, folder),
        uploads=folder.uploads,
        idle=settings.desk.idle_minutes * 60,
    )
    nursery = Nursery()
    nursery.settle()
    announce(listen=listener.getsockname()[:2])
    Front(listener, nursery, partial(live, setting)).run()
