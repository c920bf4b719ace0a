# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recognises lines in which a page speaks of itself, each with the reason a person is shown.

The words stand in ``chrome.toml``. A sentence of the story may hold any of them, so prose is dropped only
where it also addresses its reader; words inside quotation marks are the speaker's and never count.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Reason(StrEnum):
    """Why a line was left out; shown beside it, with a way to keep it."""

    INVITATION = "invitation"
    COOKIES = "cookie or browser notice"
    NAVIGATION = "navigation"
    ADVERTISEMENT = "advertisement"
    LEGAL = "legal notice"
    CAPTION = "caption"
    CAPTION_REPEATED = "caption, repeated"
    REPEATED = "repeated"
    AUTHOR = "about the author"
    OTHER_STORY = "another story"
    COMMENT = "reader's comment"
    OUTSIDE = "outside the story"


_SECTIONS = {
    "caption": Reason.CAPTION,
    "legal": Reason.LEGAL,
    "advertisement": Reason.ADVERTISEMENT,
    "cookies": Reason.COOKIES,
    "invitation": Reason.INVITATION,
    "navigation": Reason.NAVIGATION,
    "author": Reason.AUTHOR,
}
_QUOTED = re.compile(r"“[^”]*(?:”|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)|\"[^\"]*(?:\"|$)")
_ENDS = re.compile(r"[.!?…:][\"”»’')\]]*$")
_CLOSED = re.compile(r"[.!?…”»“\"]$")
_OPENS_QUOTE = re.compile(r"[\"“«„‘—–-]\s?")
_ADDRESSING = re.compile(
    r"\b(you|your|yours|we|we're|we've|our|ours|us|вы|вас|вам|вами|ваш\w*|мы|нас|нам|нами|наш\w*"
    r"|usted(es)?|tú|tu|tus|te|ti|nosotros|nuestr\w+|nos)\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|conversation|discussion|комментари|обсуждени|comentario", re.IGNORECASE)
_ALL_CAPITALS = 0.7
SHORT = 9
# A line beyond this is a text that lost its line breaks; no furniture is as long.
LONGEST_FURNITURE = 1500


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The compiled words of one reason."""

    opening: re.Pattern[str]
    alone: re.Pattern[str]
    addressed: re.Pattern[str]
    anywhere: re.Pattern[str]


@cache
def _tables() -> dict[Reason, _Patterns]:
    stored = _stored()
    return {
        reason: _Patterns(
            opening=_any(stored[name].get("opening"), before=r"^[\W_]*", after=r"(?!\w)"),
            alone=_any(stored[name].get("alone")),
            addressed=_any(stored[name].get("addressed")),
            anywhere=_any(stored[name].get("anywhere")),
        )
        for name, reason in _SECTIONS.items()
    }


@cache
def _wall() -> re.Pattern[str]:
    return _any(_stored()["navigation"]["wall"], before=r"^[\W_]*", after=r"[\W_]*$")


def _stored() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("chrome.toml").read_text("utf-8"))


def _any(words: list[str] | None, before: str = r"(?<!\w)", after: str = r"(?!\w)") -> re.Pattern[str]:
    return re.compile(f"{before}(?:{'|'.join(words)}){after}" if words else r"(?!)", re.IGNORECASE)


def furniture(line: str) -> Reason | None:
    """What sort of furniture the line is by its own words, or None."""
    if len(line) > LONGEST_FURNITURE:
        return None
    own = _QUOTED.sub(" ", line)
    sentence = is_sentence(line)
    if not own.strip(" .,;:!?—–-"):
        return None
    for reason, words in _tables().items():
        if words.anywhere.search(own) and not (sentence and reason is Reason.CAPTION):
            return reason
        if words.opening.search(own) and (not sentence or _speaks_to_reader(own, reason)):
            return reason
        if not sentence and len(line.split()) < SHORT and words.alone.search(own):
            return reason
        if _ADDRESSING.search(own) and words.addressed.search(own):
            return reason
    return Reason.LEGAL if _shouts(line) and words_of_law(line) else None


def _speaks_to_reader(own: str, reason: Reason) -> bool:
    """An imperative at the start of a sentence is furniture by itself; other openings need an address."""
    return reason in (Reason.INVITATION, Reason.LEGAL, Reason.ADVERTISEMENT, Reason.AUTHOR) or bool(
        _ADDRESSING.search(own)
    )


def words_of_law(line: str) -> bool:
    return re.search(r"иностранн\w+ агент|реестр", line, re.IGNORECASE) is not None


def _shouts(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) / len(letters) > _ALL_CAPITALS


def is_wall(line: str) -> bool:
    """Whether a heading begins comments, other stories or the foot of the page."""
    return len(line.split()) < SHORT and not is_sentence(line) and _wall().search(line) is not None


def is_sentence(line: str) -> bool:
    """Whether the line ends as sentences do and has enough words to be one."""
    return _ENDS.search(line) is not None and len(line.split()) > 3


def is_quote(line: str) -> bool:
    return _OPENS_QUOTE.match(line) is not None


def is_paragraph(line: str) -> bool:
    """A sentence, or spoken words of any length that are closed."""
    return is_sentence(line) or (is_quote(line) and _CLOSED.search(line) is not None)


def addresses(line: str) -> bool:
    """Whether the page speaks here in its own voice to its reader."""
    return _ADDRESSING.search(_QUOTED.sub(" ", line)) is not None


def opens_comments(line: str) -> bool:
    """Whether the heading is that of the readers' comments."""
    return is_wall(line) and _COMMENTS.search(line) is not None
