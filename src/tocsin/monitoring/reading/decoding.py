# SPDX-License-Identifier: AGPL-3.0-or-later
"""From bytes to text, or a refusal that says what the bytes are instead.

A byte that is guessed wrong becomes a word nobody said, so only encodings that explain all bytes are taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tocsin.monitoring.reading.result import Unreadable

LARGEST = 5 << 20
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"RIFF", "a picture or a recording"),
    (b"{\\rtf", "a rich-text document"),
    (b"SQLite format 3", "a database"),
)
_BYTE_ORDERS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_MARKUP = re.compile(
    r"<!doctype html|<(?:html|body|head|article)[\s>]|<(?:p|div|span|h1)(?:\s[^<>]*)?>", re.IGNORECASE
)
_CYRILLIC = re.compile("[а-яё]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f]")
_SMALL_WESTERN = set("áéíóúüñçàèìòùâêîôûäößëïãõ¿¡ªº«»’‘“”–—…´°·€£")
_ENOUGH_MARKUP = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding it was read by, and whether it is plain text, HTML, or HTML out of MHTML."""

    text: str
    encoding: str
    form: str


def decoded(raw: bytes) -> Decoded:
    """Raises Unreadable for what is empty, too large, no text, or of an encoding that does not explain it."""
    if len(raw) > LARGEST:
        raise too_large(len(raw))
    if not raw.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(
            "There is nothing in it.",
            "An empty page says nothing, and nothing can be drafted from it.",
            "Copy the page again, with its text.",
        )
    for signature, name in _SIGNATURES:
        if raw.startswith(signature):
            raise _not_text(f"This is {name}.")
    if _is_mhtml(raw):
        return _from_mhtml(raw)
    text, encoding = _text(raw)
    return Decoded(text, encoding, "html" if _is_markup(text) else "text")


def too_large(size: int) -> Unreadable:
    return Unreadable(
        f"It has {size / (1 << 20):.0f} MB; a page has at most {LARGEST >> 20}.",
        "It was not read: this is more than one article.",
        "Copy the article's own text into a file, and read that.",
    )


def _not_text(what: str) -> Unreadable:
    return Unreadable(
        what, "Only text and HTML can be read so far.", "Open it, copy its text into a file, and read that."
    )


def _text(raw: bytes) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDERS:
        if raw.startswith(mark):
            return _by(raw, encoding), encoding.removesuffix("-sig")
    if b"\x00" in raw:
        raise _not_text("There are zero bytes in it, which no text has.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _by_guess(raw)
    _refuse_control(text)
    return text, "utf-8"


def _by(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise _not_text(f"It says that it is {encoding}, and is not.") from None
    if "\x00" in text:
        raise _not_text("There are zero characters in it, which no text has.")
    _refuse_control(text)
    return text.lstrip("\ufeff")


def _refuse_control(text: str) -> None:
    if len(_CONTROL.findall(text)) * 200 > len(text):
        raise _not_text("It is full of control characters, which no text is.")


def _by_guess(raw: bytes) -> tuple[str, str]:
    """What the page declares, else the two encodings that old Russian and western pages have."""
    declared = _DECLARED.search(raw[:4096])
    names = [declared[1].decode("ascii")] if declared else []
    for name in (*names, "windows-1251", "windows-1252"):
        try:
            text = raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if name in names or _plausible(text, name):
            _refuse_control(text)
            return text, name.lower()
    raise _not_text("Its bytes are not UTF-8, nor any encoding that would make sense of them.")


def _plausible(text: str, encoding: str) -> bool:
    """Whether what lies beyond ASCII looks like words of that script."""
    beyond = [letter for letter in text.lower() if letter > "\x7f"]
    if _CONTROL.search(text.replace("\x85", "")):
        return False
    if encoding == "windows-1251":
        return len([letter for letter in beyond if _CYRILLIC.match(letter)]) > 0.9 * len(beyond) > 18
    letters = sum(letter.isascii() and letter.isalpha() for letter in text)
    return len(beyond) * 5 < letters and all(letter in _SMALL_WESTERN for letter in beyond)


def _is_markup(text: str) -> bool:
    opening = text[:20000]
    first = opening.lstrip()[:15].lower()
    return first.startswith(("<!doctype html", "<html")) or len(_MARKUP.findall(opening)) >= _ENOUGH_MARKUP


def _is_mhtml(raw: bytes) -> bool:
    opening = raw[:2000].lower()
    return b"mime-version:" in opening and b"multipart/related" in opening


def _from_mhtml(raw: bytes) -> Decoded:
    """A page saved by a browser in one file is a mail message whose first HTML part is the page."""
    import email.policy  # the mail package loads sockets, and only MHTML needs it
    from email.message import EmailMessage

    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            try:
                return Decoded(str(part.get_content()), str(part.get_content_charset() or "utf-8"), "mhtml")
            except (LookupError, ValueError, KeyError):
                break
    raise Unreadable(
        "This saved page has no HTML part that can be read.",
        "Nothing of its text could be recovered.",
        "Save the page again as HTML, or copy its text.",
    )
