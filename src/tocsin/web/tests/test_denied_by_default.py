# SPDX-License-Identifier: AGPL-3.0-or-later
"""Without an unlocked vault the desk shows the door and nothing else; every answer carries strict headers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver

OPEN = ("static/<str:mark>/<str:name>", "unlock", "unlock/kept")


def desk_paths() -> list[str]:
    """Every address of the desk with its parameters filled by something harmless."""
    paths = []
    for pattern in get_resolver("tocsin_server.urls.desk").url_patterns:
        _walk(pattern, "", paths)
    return paths


def _walk(pattern: object, before: str, paths: list[str]) -> None:
    here = before + str(getattr(pattern, "pattern", ""))
    for inner in getattr(pattern, "url_patterns", ()):
        _walk(inner, here, paths)
    if not hasattr(pattern, "url_patterns") and here not in OPEN:
        paths.append("/" + "/".join("x" if part.startswith("<") else part for part in here.split("/")))


@pytest.mark.parametrize("path", desk_paths())
def test_a_desk_address_without_a_vault_leads_to_the_door(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/unlock"


@pytest.mark.parametrize("path", desk_paths())
def test_a_post_without_a_vault_is_answered_as_if_nothing_were_there(path: str) -> None:
    assert Client().post(path, {"a": "b"}).status_code == 404


def test_the_door_is_open_and_names_no_product() -> None:
    text = Client().get("/unlock").content.decode()
    assert "Tocsin" not in text
    assert 'type="password"' in text


@pytest.mark.parametrize("path", ["/unlock", "/nothing/here/", "/static/x/tocsin.css"])
def test_every_answer_carries_the_strict_headers(path: str) -> None:
    headers = Client().get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["../requests.py", "..%2frequests.py", "requests.py", "tocsin.css/", "%00"])
def test_no_file_but_stylesheet_and_script_is_ever_served(name: str) -> None:
    assert Client().get(f"/static/x/{name}").status_code in (302, 404)


def test_the_stylesheet_may_be_cached_and_pages_may_not() -> None:
    assert "immutable" in Client().get("/static/x/tocsin.css").headers["Cache-Control"]
    assert Client().get("/unlock").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", ["en", "ru", "es"])
def test_the_door_says_its_language(code: str) -> None:
    text = Client().get(f"/unlock?lang={code}").content.decode()
    assert f'<html lang="{code}"' in text


def test_the_door_never_sends_anyone_to_another_host() -> None:
    for hostile in ("//evil.example/", "https://evil.example/", "javascript:alert(1)"):
        assert "evil" not in Client().get("/unlock", {"next": hostile}).content.decode()
