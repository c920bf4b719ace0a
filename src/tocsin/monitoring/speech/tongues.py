# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a language needs to say who said something: verbs by class, and the small words around them.

Classes are those of the vocabulary ``utterance_class``. Weak verbs count only before "that" or a quote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Tongue:
    """The tables of one language; each entry is a regular expression over whole words."""

    code: str
    verbs: Mapping[str, tuple[str, ...]]
    weak: tuple[str, ...]
    adverbs: tuple[str, ...]
    particles: tuple[str, ...]
    according: tuple[str, ...]
    as_told: tuple[str, ...]
    this_was_told: tuple[str, ...]
    not_a_cue_after: tuple[str, ...]
    that: tuple[str, ...]
    clause_words: tuple[str, ...]
    relative: tuple[str, ...]
    subject_ends: tuple[str, ...]
    determiners: tuple[str, ...]
    may_follow: tuple[str, ...]
    to_whom: tuple[str, ...]
    no_comment: tuple[str, ...]
    observed: tuple[str, ...]
    auxiliaries: tuple[str, ...] = ()
    and_: tuple[str, ...] = ()
    source_lead: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()

    @cached_property
    def cue(self) -> re.Pattern[str]:
        verbs = "|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in self.verbs.items())
        adverbs = f"(?:(?:{'|'.join(self.adverbs)})\\s+){{0,3}}" if self.adverbs else ""
        particles = f"(?:\\s+(?:{'|'.join(self.particles)})(?!\\w))?" if self.particles else ""
        return re.compile(rf"(?<![\w-]){adverbs}(?:{verbs})(?![\w-]){particles}", re.IGNORECASE)

    @cached_property
    def is_weak(self) -> re.Pattern[str]:
        return whole(self.weak)

    @cached_property
    def source_phrase(self) -> re.Pattern[str]:
        return _words(self.according)

    @cached_property
    def opens_as_told(self) -> re.Pattern[str]:
        return re.compile(rf"\s*(?:{'|'.join(self.as_told) or '(?!)'})\b\s*", re.IGNORECASE)

    @cached_property
    def opens_this_was_told(self) -> re.Pattern[str]:
        return re.compile(rf"\s*(?:{'|'.join(self.this_was_told) or '(?!)'})\b", re.IGNORECASE)

    @cached_property
    def blocked(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{'|'.join(self.not_a_cue_after)})\s*$", re.IGNORECASE)

    @cached_property
    def complementizer(self) -> re.Pattern[str]:
        return re.compile(rf"\s*,?\s*(?:{'|'.join(self.that)})\b\s*", re.IGNORECASE)

    @cached_property
    def that_after_time(self) -> re.Pattern[str]:
        """As in "said in May that"."""
        starts, that = "|".join(self.may_follow), "|".join(self.that[:1])
        return re.compile(rf"\s+(?:{starts})\s[^,.;:“”\"«»]{{1,40}}?,?\s(?:{that})\s+", re.IGNORECASE)

    @cached_property
    def boundary(self) -> re.Pattern[str]:
        words = "|".join(self.clause_words)
        return re.compile(rf"(?:[,;:—–”»\"(]|(?<!\w)(?:{words})(?!\w))\s*", re.IGNORECASE)

    @cached_property
    def subject_stop(self) -> re.Pattern[str]:
        return re.compile(
            rf"[,;:—(“\"”«»]|(?<!\b[A-ZА-Я])\.|\s[–-]\s|\s(?:{'|'.join(self.subject_ends)})(?!\w)",
            re.IGNORECASE,
        )

    @cached_property
    def begins_noun(self) -> re.Pattern[str]:
        determiners = "|".join(self.determiners)
        return re.compile(rf"\s+(?:(?i:{determiners})\b|[^\W\d_a-zа-яё]|[«“\"])")

    @cached_property
    def tail(self) -> re.Pattern[str]:
        return re.compile(rf"\s*(?:[.,;:)]|$|(?:{'|'.join(self.may_follow)})(?!\w))", re.IGNORECASE)

    @cached_property
    def listener(self) -> re.Pattern[str]:
        return re.compile(rf"\s+(?:{'|'.join(self.to_whom) or '(?!)'})")

    @cached_property
    def is_relative(self) -> re.Pattern[str]:
        return whole(self.relative)

    @cached_property
    def declined(self) -> re.Pattern[str]:
        return _words(self.no_comment)

    @cached_property
    def finding(self) -> re.Pattern[str]:
        return _words(self.observed)

    @cached_property
    def begins_auxiliary(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{'|'.join(self.auxiliaries) or '(?!)'})\s", re.IGNORECASE)

    @cached_property
    def ends_in_and(self) -> re.Pattern[str]:
        return re.compile(rf"\s(?:{'|'.join(self.and_)})\s*$", re.IGNORECASE)

    @cached_property
    def lead(self) -> re.Pattern[str]:
        """Words before a source that are not its name: "in a statement of"."""
        return re.compile(rf"(?:{'|'.join(self.source_lead) or '(?!)'})\s*", re.IGNORECASE)

    @cached_property
    def ends_as_told(self) -> re.Pattern[str]:
        return re.compile(rf",\s*(?:{'|'.join(self.as_told) or '(?!)'})\s*$", re.IGNORECASE)

    @cached_property
    def passed_on(self) -> re.Pattern[str]:
        return _words(self.told_by)


def whole(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words) or '(?!)'})", re.IGNORECASE)


def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words) or '(?!)'})(?!\w)", re.IGNORECASE)
