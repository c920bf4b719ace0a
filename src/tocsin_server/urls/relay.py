# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of a relay: the public record, the form for someone in danger."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from tocsin.web import assets
from tocsin_server.pages import failed, missing

urlpatterns: list[URLPattern | URLResolver] = [
    path("static/<str:mark>/<str:name>", assets.serve),
    path("", include("tocsin.alarm.pages.relay_urls")),
    path("", include("tocsin.publication.pages.relay_urls")),
]
handler404 = missing.missing
handler500 = failed.on_relay
