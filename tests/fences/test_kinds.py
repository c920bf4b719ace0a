# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of kinds: printed for who reads the test's output (-s), and equal to the page in docs/.

A fact without a name, a version, a signer or a sentence does not get into the log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass

import pytest

from tests.fences import kinds
from tocsin.vault.kinds import LogClass, Signer, fact, kind_of

NAME = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+/[1-9]\d*")


def faults(cls: type) -> list[str]:
    kind = kind_of(cls)
    found = []
    if not NAME.fullmatch(kind.name):
        found.append("its name is not owner.past_tense/version")
    if not is_dataclass(cls) or not cls.__dataclass_params__.frozen or not hasattr(cls, "__slots__"):  # type: ignore[attr-defined]
        found.append("it is not a frozen slotted dataclass")
    if not (cls.__doc__ or "").strip() or (cls.__doc__ or "").startswith(f"{cls.__name__}("):
        found.append("it does not say what it says")
    if not kind.signers or not kind.logs:
        found.append("nobody may sign it, or it may stand nowhere")
    if LogClass.DIRECTORY in kind.logs and any(
        field.name in ("name", "text", "words", "address", "phone") for field in fields(cls)
    ):
        found.append("it would put names or words into the clear directory")
    return found


def test_the_page_shows_every_kind_with_its_log_and_signers() -> None:
    print(kinds.page())
    assert kinds.PAGE.read_text("utf-8") == kinds.page(), "docs/kinds.md fell behind: run make kinds"


def test_every_kind_is_named_frozen_signed_and_explained() -> None:
    found = {kind_of(cls).name: faults(cls) for cls in kinds.declared()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_only_the_bell_and_members_write_without_stewards_outside_the_directory() -> None:
    for cls in kinds.declared():
        kind = kind_of(cls)
        if LogClass.DIRECTORY in kind.logs:
            assert set(kind.signers) & {Signer.STEWARD, Signer.MEMBER}, kind.name
        if Signer.BELL in kind.signers and not kind.name.startswith("log."):  # every log has its own grants
            assert not {LogClass.CASE, LogClass.MEMBER, LogClass.DIRECTORY} & set(kind.logs), kind.name


def test_a_nameless_or_mutable_kind_would_be_seen() -> None:
    @fact("Alarm", log=LogClass.DIRECTORY)
    @dataclass
    class Loose:
        name: str

    assert len(faults(Loose)) == 4


def test_a_kind_declared_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        list(kinds.rows([*kinds.declared(), *kinds.declared()]))
