# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the public record on a relay: languages and codes, never a name."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from tocsin.publication.pages import reading


class Language(StringConverter):
    """Two letters, so that no other address of a relay is taken for a language."""

    regex = "en|ru|es"


register_converter(Language, "language")

urlpatterns = [
    path("", reading.start, name="public-home"),
    path("feed.atom", reading.feed, name="public-feed"),
    path("cases/<str:code>/", reading.any_language, name="public-any"),
    path("cases/<str:code>/r<int:number>.json", reading.content_file, name="public-file"),
    path("<language:language>/", reading.home, name="public-home-in"),
    path("<language:language>/feed.atom", reading.feed, name="public-feed-in"),
    path("<language:language>/cases/<str:code>/", reading.case, name="public-case"),
    path("<language:language>/cases/<str:code>/feed.atom", reading.case_feed, name="public-case-feed"),
]
