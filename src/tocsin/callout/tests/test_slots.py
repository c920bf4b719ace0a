# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands on the alarm's own page: who is out, how long it took, and the way there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.test import RequestFactory

from tocsin.callout import work
from tocsin.callout.pages import slots
from tocsin.callout.tests.evening import CODE, evening
from tocsin.vault.session import Vault
from tocsin.web import Session


def request(vault: Vault) -> Any:
    made = RequestFactory().get("/")
    made.vault, made.session, made.needs = vault, Session(), {}  # type: ignore[attr-defined]
    return made


def test_under_an_alarm_stands_the_button_then_who_is_out_and_how_long_it_took(tmp_path: Path) -> None:
    tonight = evening(tmp_path)
    vera, ilya = tonight.cast.vera, tonight.cast.ilya
    before = slots.after_alarm(request(vera), CODE)
    assert "Nobody has set out." in before and f'action="/callouts/{CODE}/set-out/"' in before
    assert "btn do" not in before
    tonight.after(6)
    work.set_out(vera, CODE, vera.now())
    tonight.after(31)
    work.arrive(vera, CODE, vera.now())
    hers, his = (slots.after_alarm(request(who), tonight.alarm) for who in (vera, ilya))
    assert "Set out 6 min after the call, on scene after 31 min" in his
    assert "set-out/" in his and "set-out/" not in hers


def test_to_those_who_cannot_open_the_alarm_nobody_is_out(tmp_path: Path) -> None:
    tonight = evening(tmp_path)
    work.set_out(tonight.cast.vera, CODE, tonight.cast.vera.now())
    assert slots.after_alarm(request(tonight.cast.oleg), CODE) == ""
    assert slots.board_section(request(tonight.cast.oleg)) == ""
    assert slots.after_alarm(request(tonight.cast.vera), "A-9ZZZ") == ""
