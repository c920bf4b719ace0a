# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses inside a member's process; no address carries a name."""

from __future__ import annotations

from django.urls import include, path

from tocsin.web import assets
from tocsin_server.pages import board, door, failed, kept, missing, own

urlpatterns = [
    path("static/<str:mark>/<str:name>", assets.serve),
    path("", board.board, name="board"),
    path("unlock", door.unlock, name="unlock"),
    path("lock", door.lock, name="lock"),
    path("panic", door.panic, name="panic"),
    path("unlock/kept", kept.keep, name="keep"),
    path("kept/<str:id>/", kept.show, name="kept"),
    path("kept/<str:id>/send", kept.send, name="kept-send"),
    path("kept/<str:id>/drop", kept.drop, name="kept-drop"),
    path("ticks", own.ticks, name="ticks"),
    path("me/", own.settings, name="own-settings"),
    path("", include("tocsin.casefile.pages.urls")),
    path("", include("tocsin.publication.pages.urls")),
    path("", include("tocsin.trends.pages.urls")),
    path("callouts/", include("tocsin.callout.pages.urls")),
    path("", include("tocsin.alarm.pages.urls")),
]
handler404 = missing.missing
handler500 = failed.on_desk
