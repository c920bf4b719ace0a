# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who said what: the source, the verb, the words, and nobody where nobody is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.monitoring.speech import Saying, sayings


def cut(text: str, saying: Saying) -> tuple[str | None, str | None, str]:
    source = text[saying.source.start : saying.source.end] if saying.source else None
    cue = text[saying.cue.start : saying.cue.end] if saying.cue else None
    return source, cue, text[saying.content.start : saying.content.end]


def said(text: str, language: str = "en") -> list[tuple[str | None, str | None, str]]:
    return [cut(text, saying) for saying in sayings(text, language)]


ENGLISH = [
    ("Two were taken from a flat, LGBT group says",
     ("LGBT group", "says", "Two were taken from a flat")),
    ("Two are in danger, a rights group monitoring the region has warned.",
     ("a rights group monitoring the region", "has warned", "Two are in danger")),
    ("The charity added it had helped the two flee to Zarechensk last year.",
     ("The charity", "added", "it had helped the two flee to Zarechensk last year.")),
    ("The pair, who were detained in April 2020, both claim they were subjected to torture.",
     ("The pair", "both claim", "they were subjected to torture.")),
    ("Both said in April 2025 that they had been beaten.",
     ("Both", "Both said", "they had been beaten.")),
    ("The governor, Arkady Belov, who has ties to Moscow, has previously suggested no such people exist.",
     ("Arkady Belov", "has previously suggested", "no such people exist.")),
    ("A raid, which Open Docket say resumed in 2019, was never investigated.",
     ("Open Docket", "say", "resumed in 2019, was never investigated.")),
    ("“There was no investigation,” Marta Solano, deputy director at Open Docket, said at the time.",
     ("Marta Solano, deputy director at Open Docket", "said", "“There was no investigation,”")),
    ("“They read out a paper,” Vera Osokina, who represents both, told Harbour Post.",
     ("Vera Osokina", "told", "“They read out a paper,”")),
    ("“I heard screams,” said a neighbour, who asked not to be named.",
     ("a neighbour", "said", "“I heard screams,”")),
    ("According to the Pereprava Network, the door was broken down.",
     ("the Pereprava Network", "According to", "the door was broken down.")),
    ("The door was broken down, according to a complaint seen by Harbour Post.",
     ("a complaint", "according to", "The door was broken down")),
    ("The van, Osokina said, was grey.", ("Osokina", "said", "The van, Osokina said, was grey.")),
    ("The ministry did not respond to requests for comment.",
     ("The ministry", "did not respond to requests for comment", "did not respond to requests for comment")),
]  # fmt: skip
RUSSIAN = [
    ("Двоих увезли из квартиры. Об этом сообщила сеть «Переправа», которая им помогала.",
     ("сеть «Переправа»", "сообщила", "Двоих увезли из квартиры.")),
    ("По словам координатора Ильи Грача, в трубке были слышны крики.",
     ("координатора Ильи Грача", "По словам", "в трубке были слышны крики.")),
    ("«Мне зачитали бумагу», — рассказала Осокина изданию.",
     ("Осокина", "рассказала", "«Мне зачитали бумагу»")),
    ("Тогда их, как рассказал Ильвердин, избивали.",
     ("Ильвердин", "рассказал", "Тогда их, как рассказал Ильвердин, избивали.")),
    ("Губернатор Аркадий Белов ранее заявлял, что таких людей нет.",
     ("Губернатор Аркадий Белов", "ранее заявлял", "таких людей нет.")),
    ("В полиции Вышгорска опровергли задержание.", ("полиции Вышгорска", "опровергли", "задержание.")),
]  # fmt: skip
SPANISH = [
    ("Dos jóvenes fueron sacados de un piso, según la Red Pereprava.",
     ("la Red Pereprava", "según", "Dos jóvenes fueron sacados de un piso")),
    ("La Red Pereprava dijo que había recibido una llamada.",
     ("La Red Pereprava", "dijo", "había recibido una llamada.")),
    ("“Nunca hubo una investigación”, dijo Marta Solano, investigadora de Open Docket.",
     ("Marta Solano", "dijo", "“Nunca hubo una investigación”")),
    ("La policía de Vyshgorsk negó que hubiera detenidos.",
     ("La policía de Vyshgorsk", "negó", "hubiera detenidos.")),
]  # fmt: skip
ALL = [
    (language, *row) for language, rows in (("en", ENGLISH), ("ru", RUSSIAN), ("es", SPANISH)) for row in rows
]


@pytest.mark.parametrize(("language", "text", "expected"), ALL)
def test_source_verb_and_words_are_found(language: str, text: str, expected: tuple[str, str, str]) -> None:
    assert said(text, language) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The authorities have been accused of detaining people for years.",
        "He was told to wait outside the building on Sadovaya Street.",
        "They will say nothing to the police in Vyshgorsk about the flat.",
        "Teenager held in Vyshgorsk denied lawyer for third day",
        "The lawyer found signs of a struggle and the flat was empty.",
    ],
)
def test_nobody_is_made_to_speak(text: str) -> None:
    assert said(text) == []


def test_a_denial_is_a_statement_of_its_own_class() -> None:
    (denial,) = sayings("Police in Vyshgorsk denied that anyone had been detained.", "en")
    assert denial.utterance == "deny"


def test_a_quotation_goes_on_over_paragraphs() -> None:
    text = (
        "“They were taken,” the group said on Tuesday.\n“Now they are being driven off.”\nPolice were silent."
    )
    assert said(text)[1] == ("the group", None, "“Now they are being driven off.”")


def test_a_quotation_that_goes_on_after_its_speaker_is_a_second_statement_of_theirs() -> None:
    text = "“They took him,” said Marta Solano. “He is a child. He cannot waive anything.”"
    assert said(text)[1] == ("Marta Solano", None, "“He is a child. He cannot waive anything.”")


def test_a_russian_speaker_between_dashes_is_not_quoted() -> None:
    text = "«Их везут в Вышгорск, — говорится в заявлении организации. — К ним не пускают адвоката»."
    assert said(text, "ru") == [
        ("организации", "говорится", "«Их везут в Вышгорск"),
        ("организации", None, "К ним не пускают адвоката»."),
    ]


PIECES = [
    "said", "“", "”", ",", ".", "the group", "Vera Osokina", "that", "according to", "who", "\n", "«", "»", "— ",
    "сказала", "Об этом сообщил", "что", "dijo", "según", "told", "they were taken", ";", "both",
]  # fmt: skip


@given(
    parts=st.lists(st.sampled_from(PIECES), max_size=20), language=st.sampled_from(["en", "ru", "es", "xx"])
)
def test_every_span_lies_within_the_text(parts: list[str], language: str) -> None:
    text = " ".join(parts)
    for saying in sayings(text, language):
        for span in (saying.content, saying.source, saying.cue):
            assert span is None or 0 <= span.start < span.end <= len(text)
