# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of names folded to how they sound, so that "Ветлугин" meets "Vetlugin" and "Wetlughin".

A transliterator maps one way, names need many-to-one: each word has a few fine forms (vowels folded) and
coarse ones (consonant classes alone). Cyrillic and Latin only; other scripts compare by their letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_MARKS = re.compile("[’'ʼ`´ʹʺ\"“”«»]")
_BREAK = re.compile(r"[^\w]+")


def _readings(text: str) -> dict[str, tuple[str, ...]]:
    """Lines of ``spellings=readings``, both separated by spaces; ``-`` is a letter that is not heard."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.split(";"):
        spellings, readings = line.strip().split("=")
        heard = tuple(reading.replace("-", "") for reading in readings.split())
        found |= dict.fromkeys(spellings.split(), heard)
    return found


_CYRILLIC = {
    letter: heard[0]
    for letter, heard in _readings(
        "а я ә ө о=a;е ё є э ы и і ї ӣ=e;у ю ү ұ ў ӯ=u;й ь ъ ӏ=-;б=b;в=v;г ґ ғ=g;д=d;ж=ž;з=z;к қ=k;л=l;"
        "м=m;н ң=n;п=p;р=r;с=s;т=t;ф=f;х һ ҳ=h;ц=c;ч=ç;ш щ=ş"
    ).items()
}
# English, German, French, Dutch and Polish habits; several readings where a habit is ambiguous. Marks that
# carry a sound of their own are listed, all others are dropped.
_LATIN = _readings(
    "schtsch chtch sjtsj shch sch sh sj š ş ș=ş;tsch tch tsj cz č ć ç=ç;dsch dzh dzj zh zj dj zs ž ż ź đ=ž;"
    "ts tz=c;ee ye ie ij i ı æ œ=e;ya ia o ə ø ö ä å=a;yo jo io=e a;ck qu q=k;kh=h;gh=g;ph=f;th=t;dz=z;"
    "yu iu ou oo=u;w=v;ł=l;"
    "ß=s;ch=ç h ş;sz=ş s;cs=ç ks;oe=u a;ja=a ža;ju=u žu;je=e že;j=- ž;c=k c;x=ks h;y=e -"
)
_LONGEST = max(map(len, _LATIN))
_MOST_FORMS = 6
_COARSE = str.maketrans(dict(zip("bpvfdtsşžçczkgh", "BBVVDDSSSSSSKKK", strict=True)) | dict.fromkeys("aeu"))
# Letters that look alike in both scripts; a word mixing them was typed by slip, or to deceive.
_LOOKALIKE = str.maketrans("aceopxykmtbh", "асеорхукмтвн")


@dataclass(frozen=True, slots=True)
class Sounds:
    """How one word may be said: exact letters, fine forms, coarse forms."""

    word: str
    fine: frozenset[str]
    coarse: frozenset[str]

    def near(self, other: Sounds) -> bool | None:
        """True for the same sound, False for perhaps the same, None for another word."""
        if self.word == other.word or self.fine & other.fine:
            return True
        shared = self.coarse & other.coarse
        # Two consonants alone ("Ali", "Olya") say too little.
        return False if any(len(form) >= 3 for form in shared) else None

    def begins(self, other: Sounds) -> bool:
        """Whether another word may begin with this one, as somebody types it."""
        return other.word.startswith(self.word) or any(
            len(mine) >= 3 and theirs.startswith(mine) for mine in self.fine for theirs in other.fine
        )


def words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without quotation marks and apostrophes."""
    plain = _MARKS.sub("", unicodedata.normalize("NFC", text).casefold())
    return tuple(word for word in _BREAK.split(plain) if word)


def sounds(word: str) -> Sounds:
    """The forms of one word as ``words`` gives it."""
    cyrillic = any("\u0400" <= letter < "\u0530" for letter in word)
    if cyrillic:
        fine: Iterable[str] = (_from_cyrillic(word.translate(_LOOKALIKE)),)
    elif word.isascii() or any(
        letter.isalpha() and "LATIN" in unicodedata.name(letter, "") for letter in word
    ):
        fine = _from_latin(word)
    else:
        fine = (word,)
    kept = frozenset(form for form in map(_undoubled, fine) if form) or frozenset((word,))
    return Sounds(word, kept, frozenset(_undoubled(form.translate(_COARSE)) for form in kept))


def _from_cyrillic(word: str) -> str:
    spelled = word.replace("дж", "ж").replace("дз", "з")
    return "".join(_CYRILLIC.get(letter) or _CYRILLIC.get(_bare(letter), letter) for letter in spelled)


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _from_latin(word: str) -> tuple[str, ...]:
    plain = "".join(letter if letter in _LATIN else _bare(letter) for letter in word)
    forms: list[str] = [""]
    position = 0
    while position < len(plain):
        taken, readings = _grapheme(plain, position)
        forms = [form + reading for form in forms for reading in readings][:_MOST_FORMS]
        position += taken
    return tuple(dict.fromkeys(forms))


def _grapheme(word: str, position: int) -> tuple[int, tuple[str, ...]]:
    for length in range(_LONGEST, 0, -1):
        piece = word[position : position + length]
        if len(piece) == length and piece in _LATIN:
            if piece == "y" and position and word[position - 1] in "aeiou":
                return 1, ("",)
            return length, _LATIN[piece]
    letter = word[position]
    # A final or preconsonantal h is often silent: Saleh and Salekh, Fatma and Fatmah.
    if letter == "h" and not word[position + 1 : position + 2].strip("bcdfghjklmnpqrstvwxz"):
        return 1, ("h", "")
    return 1, (letter,)


def _undoubled(form: str) -> str:
    return re.sub(r"(.)\1+", r"\1", form)
