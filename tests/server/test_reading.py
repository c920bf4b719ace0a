# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page is read in the sandbox as it is outside: text, tags, saved pages, three languages, refusals."""

from __future__ import annotations

import html
from datetime import date

import pytest

from tocsin.monitoring.reading import read_source
from tocsin.monitoring.tests.pages import page
from tocsin.vault.refusals import Refusal
from tocsin_server import wiring

TAGGED = "<html><body><article>{}</article></body></html>"
SAVED = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n{}\n--b--\n"


def tagged(name: str) -> str:
    return TAGGED.format("".join(f"<p>{html.escape(line)}</p>" for line in page(name).of("TSYDB")))


PAGES = {
    "English text": page("en_meridian").text.encode(),
    "Russian text": page("ru_severny").text.encode(),
    "Spanish text": page("es_estuario").text.encode(),
    "an old encoding": page("ru_severny").text.encode("windows-1251"),
    "tags": tagged("en_harbour").encode(),
    "a saved page": SAVED.format(tagged("en_meridian")).encode("ascii", "ignore"),
}


@pytest.mark.parametrize("raw", PAGES.values(), ids=PAGES.keys())
def test_the_sandbox_reads_the_same(raw: bytes) -> None:
    inside = wiring.sandboxed(read_source, raw, at=date(2026, 11, 20))
    assert inside == read_source(raw, at=date(2026, 11, 20)) and inside.drafts


def test_a_refusal_comes_out_of_the_sandbox_as_one() -> None:
    with pytest.raises(Refusal) as refused:
        wiring.sandboxed(read_source, b"%PDF-1.7", at=None)
    assert "PDF" in refused.value.what and refused.value.do
