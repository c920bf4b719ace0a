# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django, set up once per parent process and warmed: every fork of it starts with pages ready to draw."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any, Protocol
from wsgiref.util import setup_testing_defaults

from tocsin_server.hardening import name_failure
from tocsin_server.serving import Application


class Announce(Protocol):
    """How a process says that it listens, and where."""

    def __call__(self, **where: tuple[str, int]) -> None: ...


def pages_app(role: str, hosts: Iterable[str]) -> Application:
    """The WSGI application of ``desk`` or ``relay``."""
    os.environ["DJANGO_SETTINGS_MODULE"] = f"tocsin_server.settings.{role}"
    os.environ["TOCSIN_HOSTS"] = ",".join(hosts)
    import django
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.signals import got_request_exception

    django.setup(set_prefix=False)
    got_request_exception.connect(_name_failure)
    app: Application = WSGIHandler()
    _warm(app)
    return app


def _name_failure(**_: object) -> None:
    """A page that fails says which class of failure, never with which words."""
    name_failure(*sys.exc_info())


def _warm(app: Application) -> None:
    """Whatever the first page would import or compile, done before there is a first page.

    A child copies each page of memory that it is first to write to, so this is also what keeps members small.
    """
    from django.conf import settings
    from django.template import engines
    from django.template.utils import get_app_template_dirs
    from django.urls import get_resolver
    from django.utils.module_loading import import_string
    from django.utils.translation import override

    get_resolver().url_patterns  # noqa: B018  importing the views is the point
    for fillers in settings.SLOTS.values():
        for path in fillers:
            import_string(path)
    engine = engines["django"]
    for folder in get_app_template_dirs("templates"):
        for file in sorted(folder.rglob("*.html")):
            engine.get_template(str(file.relative_to(folder)))
    for code, _ in settings.LANGUAGES:
        with override(code):
            _ask(app, "/unlock", code)


def _ask(app: Application, path: str, language: str) -> None:
    """One page, drawn for nobody."""
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {"PATH_INFO": path, "HTTP_ACCEPT_LANGUAGE": language, "HTTP_HOST": "localhost"}
    response = app(environ, lambda status, headers: None)
    for _ in response:
        pass
    if hasattr(response, "close"):
        response.close()
