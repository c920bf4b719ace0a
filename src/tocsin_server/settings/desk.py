# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages inside one member's process: the vault is on the request, everything else is denied."""

from __future__ import annotations

from tocsin_server.settings import *  # noqa: F403
from tocsin_server.settings import WORDS

CHAPTERS = ("alarm", "callout", "casefile", "monitoring", "publication", "trends")
INSTALLED_APPS = ["tocsin_server", "tocsin.web", *(f"tocsin.{chapter}" for chapter in CHAPTERS)]
ROOT_URLCONF = "tocsin_server.urls.desk"
CSRF_USE_SESSIONS = True
MIDDLEWARE = [
    "tocsin.web.middleware.headers",
    "tocsin.web.middleware.member",
    "tocsin.web.middleware.language",
    "django.middleware.csrf.CsrfViewMiddleware",
]
OPEN_PATHS = ("/static/", "/unlock")
FILE_UPLOAD_HANDLERS = ["tocsin_server.desk.uploads.SealingUpload"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 << 20  # fields of a form, without its files
DATA_UPLOAD_MAX_NUMBER_FILES = 50
NAVIGATION = (
    ("/", WORDS["board"], ""),
    ("/alarms/", WORDS["alarms"], "alarms"),
    ("/cases/", WORDS["cases"], ""),
    ("/sources/", WORDS["check"], "sources"),
    ("/published/", WORDS["published"], ""),
    ("/patterns/", WORDS["patterns"], ""),
    ("/search/", WORDS["search"], ""),
)
# Which chapter puts what on whose page; the order here is the order on the page.
SLOTS = {
    "page.strip": ("tocsin.alarm.pages.slots.strip",),
    "nav.count": ("tocsin.alarm.pages.slots.nav_count",),
    "case.tab": ("tocsin.publication.pages.slots.case_tab",),
    "alarm.after": ("tocsin.callout.pages.slots.after_alarm", "tocsin.casefile.pages.slots.after_alarm"),
    "board.section": (
        "tocsin.alarm.pages.slots.board_section",
        "tocsin.callout.pages.slots.board_section",
        "tocsin.casefile.pages.slots.board_section",
    ),
}
