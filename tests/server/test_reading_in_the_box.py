# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page says does not depend on where it is read: in the sandbox no file opens, and nothing is missing."""

from __future__ import annotations

import pytest

from tocsin.monitoring.reading import Unreadable, read_source
from tocsin.vault.refusals import Refusal
from tocsin_server import wiring
from tocsin_server.demo import cast

ENGLISH = cast.ARTICLE.format(
    dateline="Monday 08 February 2021 03:17 GMT", variant="A B", timur="C D"
).encode()
RUSSIAN = "Подпишитесь на рассылку\nВ Зареченске задержали двоих\n8 февраля 2021, 12:00\n" + (
    "Двоих задержали в Зареченске в апреле 2020 года, сообщила «Переправа».\n" * 3
)
MARKUP = b"<html><body><nav>Menu</nav><article><h1>Two taken</h1><p>%s</p></article></body></html>"


@pytest.mark.parametrize("raw", [ENGLISH, RUSSIAN.encode(), MARKUP % ENGLISH.splitlines()[20]])
def test_a_page_reads_the_same_inside_and_outside(raw: bytes) -> None:
    assert wiring.sandboxed(read_source, raw, at=None) == read_source(raw, at=None)


def test_what_cannot_be_read_is_refused_in_the_same_words() -> None:
    with pytest.raises(Unreadable) as outside:
        read_source(b"%PDF-1.7", at=None)
    with pytest.raises(Refusal) as inside:
        wiring.sandboxed(read_source, b"%PDF-1.7", at=None)
    assert str(inside.value) == str(outside.value)
