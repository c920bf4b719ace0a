# SPDX-License-Identifier: AGPL-3.0-or-later
"""The paper: the same bytes every time, every sentence with its statements, no word that acts as markup."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tocsin.publication import leaks, work
from tocsin.publication.dossier import dossier, template, typeset
from tocsin.publication.facts import Content, Sentence
from tocsin.publication.leaks.pdf import UnreadablePdf, text_of
from tocsin.publication.revision import sentences
from tocsin.publication.tests.release import Release
from tocsin.publication.wording import LANGUAGES
from tocsin.vault.refusals import Refusal

HOSTILE = '#panic("x") *bold* $a^2$ <label> @ref \\ // `raw` [x] #import "y" “ “ «»'


def paper(content: Content, language: str) -> bytes:
    data = dossier(content, language)
    return typeset(template(), json.dumps(data), data["timestamp"])


def plain(text: str) -> str:
    """Without spaces and line ends, which a page breaks as it likes."""
    return re.sub(r"[\s\u2060]+", "", text)


def titled(content: Content, title: str) -> Content:
    return replace(content, editions=tuple(replace(page, title=title) for page in content.editions))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_stands_in_it_with_its_numbers(published: Release, language: str) -> None:
    content = published.content()
    words = plain(text_of(paper(content, language)))
    page = next(one for one in content.editions if one.language == language)
    for sentence in (
        *[one for block in page.known for one in block],
        *[one.says for one in page.authorities],
    ):
        assert plain(sentence.text.translate(str.maketrans("“”", "«»") if language != "en" else {})) in words
        assert plain(f"[{', '.join(map(str, sentence.rests_on))}]") in words
    assert all(plain(line.what) in words for line in page.withheld)
    assert all(plain(account.value) in words for one in page.differ for account in one.accounts)
    assert len(sentences(page)) > 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_revision_is_the_same_bytes(published: Release, language: str) -> None:
    assert paper(published.content(), language) == paper(published.content(), language)


@pytest.mark.needs("poppler-utils")
def test_our_reader_of_papers_reads_what_another_reads(published: Release, tmp_path: Path) -> None:
    made = paper(published.content(), "ru")
    (tmp_path / "paper.pdf").write_bytes(made)
    command = ["pdftotext", "-raw", str(tmp_path / "paper.pdf"), "-"]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    ours = text_of(made)
    assert len(theirs.split("\n")) > 30
    assert _missing(theirs, ours) == []


def _missing(theirs: str, ours: str) -> list[str]:
    """The lines that another reader finds and ours does not."""
    whole = plain(ours)
    return [line for line in theirs.split("\n") if plain(line.replace("\f", "")) not in whole]


def test_words_that_look_like_markup_are_printed_as_words(published: Release) -> None:
    content = titled(published.content(), HOSTILE)
    assert plain(HOSTILE) in plain(text_of(paper(content, "en")))


def test_a_name_in_a_finished_paper_is_found(fresh: Release) -> None:
    fresh.publish()

    def careless(source: bytes, data: Mapping[str, Any]) -> bytes:
        named = {**data, "title": "Тимур"}
        return typeset(source, json.dumps(named), data["timestamp"])

    with pytest.raises(Refusal, match="a withheld word stands in it"):
        work.write_dossier(fresh.desk, "en", careless)


def test_a_name_broken_over_pieces_of_a_line_is_found() -> None:
    data = typeset('#set document(title: "-")\n#set text(lang: "ru")\n= Ти#strong[м]ур'.encode(), "{}", 0)
    secret = leaks.Secret("Тимур", leaks.SecretKind.NAME, "minor")
    assert any(leak.sure for leak in leaks.search({"paper.pdf": data}, [secret]))


def test_a_paper_that_cannot_be_read_back_is_refused(fresh: Release) -> None:
    fresh.publish()
    with pytest.raises(leaks.UnreadableOutput):
        work.write_dossier(fresh.desk, "en", lambda source, data: b"%PDF-1.7\nnothing")


@given(some.binary(max_size=400), some.integers(0, 3000))
def test_any_bytes_are_read_or_refused_and_nothing_else(noise: bytes, at: int) -> None:
    good = typeset(b'#set document(title: "-")\n#set text(lang: "en")\n= A (b)', "{}", 0)
    for data in (b"%PDF-1.7\n" + noise, good[:at] + noise + good[at:], good[:at]):
        with contextlib.suppress(UnreadablePdf):
            text_of(data)


def test_a_sentence_without_statements_is_printed_without_brackets(published: Release) -> None:
    content = published.content()
    page = replace(content.editions[0], unknown=(Sentence(text="Where they are."),))
    words = text_of(paper(replace(content, editions=(page,)), "en"))
    assert "Where they are." in words and "Where they are.[" not in plain(words)
