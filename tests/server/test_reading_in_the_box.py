# SPDX-License-Identifier: AGPL-3.0-or-later
"""What monitoring and publication run in the sandbox comes back as if it had run outside: nothing is opened late."""

from __future__ import annotations

import pytest

from tocsin.monitoring.reading import read_source
from tocsin.publication.dossier import typesetting
from tocsin.vault.refusals import Refusal
from tocsin_server import wiring
from tocsin_server.demo import cast
from tocsin_server.typesetter import set_type

pytestmark = pytest.mark.slow
ARTICLE = cast.article(wiring.now())
RUSSIAN = """\
Двоих увезли из дома в Зареченске, сообщили правозащитники

8 февраля 2021

Рустама Ильвердина, 20 лет, и Тимура Салтанова, 17 лет, увезли в понедельник, сообщила сеть «Переправа».

«Они были в своей квартире», — сказала адвокат Вера Осокина.
"""


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(ARTICLE.encode(), id="english"),
        pytest.param(RUSSIAN.encode(), id="russian"),
        pytest.param(RUSSIAN.encode("cp1251") * 3, id="cp1251"),
        pytest.param(RUSSIAN.encode("koi8-r", "replace") * 3, id="koi8-r"),
        pytest.param(RUSSIAN.encode("utf-16"), id="utf-16"),
        pytest.param(f"<html><body><article><h1>T</h1><p>{RUSSIAN}</p></article>".encode(), id="html"),
    ],
)
def test_a_page_reads_the_same_inside_and_outside(page: bytes) -> None:
    assert wiring.sandboxed(read_source, page, at=None) == read_source(page, at=None)


def test_a_page_that_cannot_be_read_is_refused_in_the_same_words() -> None:
    for page in (b"", b"\x00\x01" * 100):
        with pytest.raises(Refusal) as outside:
            read_source(page, at=None)
        with pytest.raises(Refusal) as inside:
            wiring.sandboxed(read_source, page, at=None)
        assert str(inside.value) == str(outside.value)


def test_the_typesetter_sets_the_same_bytes_inside_and_outside() -> None:
    made = set_type(typesetting.EMPTY, {"timestamp": 0})
    assert made == typesetting.typeset(typesetting.EMPTY, "{}", 0) and made.startswith(b"%PDF-")


def test_a_template_that_reaches_for_a_file_or_never_ends_is_a_refusal() -> None:
    for template in (b'#read("/etc/passwd")', b"#while true { let x = 1 }"):
        with pytest.raises(Refusal):
            set_type(template, {"timestamp": 0})
