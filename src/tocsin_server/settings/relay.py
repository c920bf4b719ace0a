# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of a relay: it can seal and show what is public, and holds no key that opens anything."""

from __future__ import annotations

from tocsin_server.settings import *  # noqa: F403

INSTALLED_APPS = ["tocsin_server", "tocsin.web", "tocsin.alarm", "tocsin.publication"]
ROOT_URLCONF = "tocsin_server.urls.relay"
MIDDLEWARE = [
    "tocsin.web.middleware.headers",
    "tocsin.web.middleware.relay",
    "tocsin.web.middleware.language",
]
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
