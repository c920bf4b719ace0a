# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every Tocsin page process has in common; ``desk`` and ``relay`` beside this file add their own.

No database, no disk: sessions, messages and uploads of stock Django would write plain text (docs/attacks.md).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.utils.translation import gettext_lazy as _

import tocsin

# Nothing signed with it outlives the process: sign-ins and form tokens live in one process's memory.
SECRET_KEY = secrets.token_urlsafe(48)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TOCSIN_HOSTS", "localhost,127.0.0.1").split(",")
DATABASES: dict[str, object] = {}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
INSTALLED_APPS = ["tocsin.web"]
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("es", "Español")]
LOCALE_PATHS: list[str] = []
APPEND_SLASH = False
DEFAULT_CHARSET = "utf-8"
SILENCED_SYSTEM_CHECKS: list[str] = []
# The one process that holds a passphrase or a word of a case must never mail or print it.
ADMINS: list[tuple[str, str]] = []
LOGGING_CONFIG = None
TEST_RUNNER = "django.test.runner.DiscoverRunner"
SLOTS: dict[str, tuple[str, ...]] = {}
NAVIGATION: tuple[tuple[str, object, str], ...] = ()
OPEN_PATHS: tuple[str, ...] = ("/static/",)


def templates(*context: str) -> list[dict[str, object]]:
    """Cached templates from every installed chapter."""
    options = {"context_processors": ["django.template.context_processors.request", *context]}
    folders = sorted(Path(tocsin.__file__).parent.glob("*/pages/templates"))
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": folders,
            "APP_DIRS": True,
            "OPTIONS": options,
        }
    ]


TEMPLATES = templates("tocsin.web.navigation.bar")
WORDS = {
    "board": _("Board"),
    "alarms": _("Alarms"),
    "cases": _("Cases"),
    "check": _("To check"),
    "published": _("Published"),
    "patterns": _("Patterns"),
    "search": _("Search"),
}
