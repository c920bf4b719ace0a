# SPDX-License-Identifier: AGPL-3.0-or-later
"""From bytes to a reading: what can be read is read right, what cannot is refused in three sentences."""

from __future__ import annotations

import html
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.monitoring.drafting import Kind
from tocsin.monitoring.reading import Reading, Unreadable, read_source, to_json
from tocsin.monitoring.tests.pages import Page, page, pages

EVERY = [pytest.param(each, id=each.name) for each in pages()]


def exact(reading: Reading) -> bool:
    """Every draft is a piece of what a reader sees, and in JSON a piece of the decoded input."""
    seen = all(reading.text[d.start : d.end] == d.text for d in reading.drafts)
    return seen and all(
        reading.decoded[d["start"] : d["end"]] == d["text"] for d in to_json(reading)["drafts"]
    )


@pytest.mark.parametrize("each", EVERY)
def test_a_page_is_read_with_its_parts(each: Page) -> None:
    reading = read_source(each.text.encode())
    told = to_json(reading)
    assert told["body"] == each.of("B") and told["language"] == each.language
    assert [told["title"]] == each.of("T") and exact(reading)
    kept = len(each.of("BTSYD"))
    assert len(told["dropped"]) == len(each.lines) - kept


@pytest.mark.parametrize(
    ("name", "carrier"),
    [("en_meridian", "Meridian Wire"), ("en_harbour", "Harbour Post"), ("ru_severny", "Северный телеграф"),
     ("es_estuario", "Correo del Estuario"), ("en_plain", "this page"), ("en_appeal_end", "The Lantern Trust")],
)  # fmt: skip
def test_the_carrier_is_who_the_page_says_it_is(name: str, carrier: str) -> None:
    reading = read_source(page(name).text.encode())
    assert reading.carrier == carrier
    assert all(draft.chain[0] == carrier for draft in reading.drafts)


def test_published_is_no_finer_than_the_page_says() -> None:
    said = {
        name: to_json(read_source(page(name).text.encode()))["published"]
        for name in ("en_meridian", "en_harbour")
    }
    assert said == {"en_meridian": "2026-11-18T09:12+00:00", "en_harbour": "2026-11-19"}


def test_the_page_s_own_date_anchors_and_the_day_it_was_seen_only_without_one() -> None:
    dated = read_source(page("en_meridian").text.encode(), at=date(2024, 1, 1))
    plain = (
        page("en_plain").text.replace("November 18, 2026 ", "").replace("by force,", "by force last year,")
    )
    undated = read_source(plain.encode(), at=date(2024, 1, 1))
    anchors = [{d.anchor for d in reading.drafts if d.text == "last year"} for reading in (dated, undated)]
    assert anchors == [{"2026-11-18"}, {"2024-01-01"}]


REFUSED = [
    pytest.param(b"", "nothing in it", id="empty"),
    pytest.param(b" \r\n\t ", "nothing in it", id="blank"),
    pytest.param(b"\xef\xbb\xbf", "nothing in it", id="a byte-order mark"),
    pytest.param(b"text\x00text", "zero bytes", id="zero bytes"),
    pytest.param(b"%PDF-1.7 etc.", "PDF", id="a PDF"),
    pytest.param(b"PK\x03\x04abcd", "ZIP", id="a ZIP"),
    pytest.param(b"\x89PNG\r\n\x1a\n", "picture", id="a picture"),
    pytest.param(bytes(range(1, 256)) * 4, "not UTF-8", id="every byte"),
    pytest.param(b"Two were taken." + b"\xff\xfe\x81", "not UTF-8", id="a stray byte"),
    pytest.param(b"a\x01\x02\x03" * 40, "control characters", id="control characters"),
    pytest.param(b"x" * (6 << 20), "at most 5", id="six megabytes"),
    pytest.param(b"a b c\n" * 5000, "5000 lines", id="a list"),
    pytest.param(b"word " * 80000, "characters of text", id="a book"),
    pytest.param(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n--x--", "no HTML part", id="MHTML"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "what"), REFUSED)
def test_what_cannot_be_read_is_refused_with_what_it_means_and_what_to_do(raw: bytes, what: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_source(raw)
    assert what in refused.value.what and refused.value.means and refused.value.do


def test_fifty_megabytes_are_answered_at_once() -> None:
    raw = b"x" * (50 << 20)
    before = time.perf_counter()
    with pytest.raises(Unreadable, match="50 MB"):
        read_source(raw)
    assert time.perf_counter() - before < 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_other_unicode_encodings_are_read(encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    reading = read_source(mark + page("ru_severny").text.encode(encoding))
    assert to_json(reading)["body"] == page("ru_severny").of("B") and exact(reading)


@pytest.mark.parametrize(
    ("name", "encoding"), [("ru_severny", "windows-1251"), ("es_estuario", "windows-1252")]
)
def test_old_encodings_are_read_where_they_explain_every_byte(name: str, encoding: str) -> None:
    reading = read_source(page(name).text.encode(encoding))
    assert (reading.encoding, to_json(reading)["body"]) == (encoding, page(name).of("B"))


def test_line_ends_of_other_systems_change_nothing() -> None:
    reading = read_source(page("en_harbour").text.replace("\n", "\r\n").encode())
    assert to_json(reading)["body"] == page("en_harbour").of("B") and exact(reading)


TAGGED = {"T": "h1", "Y": "address", "D": "time", "C": "figcaption"}


def as_html(each: Page) -> str:
    story = "".join(
        f"<{TAGGED.get(label, 'p')}>{html.escape(line)}</{TAGGED.get(label, 'p')}>"
        for label, line in each.lines
        if label != "X"
    )
    menu = "".join(f"<li><a href='/{i}'>{html.escape(line)}</a></li>" for i, line in enumerate(each.of("X")))
    head = f"<head><title>{html.escape(each.of('T')[0])}</title><script>var a = '<p>no</p>';</script></head>"
    return (
        f"<!doctype html><html>{head}<body><nav><ul>{menu}</ul></nav><article>{story}</article></body></html>"
    )


@pytest.mark.parametrize(
    "each", [pytest.param(each, id=each.name) for each in pages() if len(each.of("B")) > 4]
)
def test_a_page_with_its_tags_gives_the_same_story(each: Page) -> None:
    reading = read_source(as_html(each).encode())
    assert (reading.form, [line.text for line in reading.body]) == ("html", each.of("B"))
    assert reading.title == each.of("T")[0] and exact(reading)


def test_a_span_over_a_tag_holds_the_tag() -> None:
    markup = as_html(page("en_meridian")).replace("Timur Saltanov, 17", "Timur <b>Saltanov</b>, 17")
    reading = read_source(markup.encode())
    person = next(d for d in reading.drafts if d.kind is Kind.PERSON and d.value["name"] == "Timur Saltanov")
    written = to_json(reading)["drafts"][reading.drafts.index(person)]
    assert (person.text, written["text"], written["minor"]) == ("Timur Saltanov", "Timur <b>Saltanov", True)
    assert exact(reading)


def test_references_in_markup_are_one_character_each() -> None:
    markup = (
        as_html(page("en_meridian")).replace("’", "&rsquo;").replace("“", "&#8220;").replace("”", "&#x201d;")
    )
    reading = read_source(markup.encode())
    assert [line.text for line in reading.body] == page("en_meridian").of("B") and exact(reading)


def test_a_page_saved_as_mhtml_is_read() -> None:
    head = b'From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
    part = b"--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    reading = read_source(head + part + as_html(page("en_harbour")).encode() + b"\n--b--\n")
    assert (reading.form, to_json(reading)["body"]) == ("mhtml", page("en_harbour").of("B"))


WITHOUT_NETWORK = """
import sys
asked = []
sys.addaudithook(lambda event, args: asked.append(event) if event.startswith("socket.") else None)
from tocsin.monitoring.reading import read_source
read_source(sys.stdin.buffer.read())
assert "trafilatura" in sys.modules
print([event for event in asked if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname")])
"""


def test_reading_a_page_asks_the_network_for_nothing() -> None:
    raw = (
        as_html(page("en_meridian"))
        .replace("<p>", '<img src="http://meridian.example/x.png"><p>', 1)
        .encode()
    )
    done = subprocess.run([sys.executable, "-c", WITHOUT_NETWORK], input=raw, capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_the_library_for_html_is_not_loaded_for_text() -> None:
    code = "import sys; from tocsin.monitoring.reading import read_source; read_source(b'Two were taken.');"
    code += "print('trafilatura' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "False"


@given(raw=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        assert exact(read_source(raw))
    except Unreadable as refused:
        assert refused.what and refused.means and refused.do


TAGS = [
    "<p>", "</p>", "<b>", "&amp;", "&#65;", "&bogus;", "<!--", "-->", "<script>", "</script>", "<", ">", "<html>",
    "<br/>", "Timur Saltanov, 17, was taken.", "said the group.", "<![CDATA[", "]]>", "\n", "&", "<div class='a'>",
]  # fmt: skip


@given(parts=st.lists(st.sampled_from(TAGS), max_size=20))
def test_any_markup_is_read_or_refused(parts: list[str]) -> None:
    with suppress(Unreadable):
        assert exact(read_source(("<html><p><p><p>" + "".join(parts)).encode()))
