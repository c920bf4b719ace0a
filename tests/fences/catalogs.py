# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words on screens, gathered from templates and code and kept in Russian and Spanish.

GNU gettext is not asked of a newcomer: Babel gathers, polib writes .po and compiles the committed .mo.
`make messages` runs it; without --write it lists what is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from tests.fences.tree import ROOT, SOURCE, tracked

LOCALE = SOURCE / "tocsin/web/locale"
LANGUAGES = {"ru": "Russian", "es": "Spanish"}
PLURALS = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "es": "nplurals=2; plural=(n != 1);",
}
CALLS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


class Message(NamedTuple):
    context: str | None
    text: str
    plural: str | None


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES/django.po"


def in_text(source: str) -> Iterator[Message]:
    """The messages in Python source, or in what `templatize` makes of a template."""
    for _line, function, found, _comments in extract_python(
        BytesIO(source.encode()), CALLS, (), {"encoding": "utf-8"}
    ):
        if found is None:  # called with a name, not with words
            continue
        parts = [found] if isinstance(found, str) else [part for part in found if part is not None]
        context = parts.pop(0) if "pgettext" in function else None
        if parts and parts[0]:
            yield Message(context, parts[0], parts[1] if len(parts) > 1 else None)


def as_source(template: str) -> str:
    """What Django makes of a template, without the indentation of its HTML, which is not Python's."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())


@cache
def in_tree() -> dict[Message, list[str]]:
    """Every message, with the files that say it."""
    found: dict[Message, list[str]] = {}
    for path in tracked("src/*.py", "src/*.html", "src/*.txt", "src/*.atom"):
        if "tests" in path.parts or (path.suffix != ".py" and "templates" not in path.parts):
            continue
        text = path.read_text("utf-8")
        for message in in_text(text if path.suffix == ".py" else as_source(text)):
            found.setdefault(message, []).append(str(path.relative_to(ROOT)))
    return found


def read(language: str) -> polib.POFile:
    return polib.pofile(str(po_file(language)), wrapwidth=0)


def key(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt, entry.msgid, entry.msgid_plural or None)


def unsaid(entry: polib.POEntry) -> bool:
    words = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return "fuzzy" in entry.flags or not all(words)


def renew(language: str) -> polib.POFile:
    """The catalog with what the screens say now: old translations kept, gone ones dropped, new ones empty."""
    path = po_file(language)
    old = {key(entry): entry for entry in read(language)} if path.exists() else {}
    catalog = polib.POFile(wrapwidth=0)
    catalog.header = f"Tocsin in {LANGUAGES[language]}. Not yet signed off by a native reader."
    catalog.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    forms = 3 if language == "ru" else 2
    for message in sorted(in_tree(), key=lambda each: (each.text, each.context or "")):
        entry = old.get(message) or polib.POEntry(
            msgctxt=message.context,
            msgid=message.text,
            msgid_plural=message.plural or "",
            msgstr_plural=dict.fromkeys(range(forms), "") if message.plural else {},
        )
        catalog.append(entry)
    return catalog


def main() -> int:
    missing = 0
    for language in LANGUAGES:
        catalog = renew(language)
        if "--write" in sys.argv:
            po_file(language).parent.mkdir(parents=True, exist_ok=True)
            catalog.save(str(po_file(language)))
            catalog.save_as_mofile(str(po_file(language).with_suffix(".mo")))
        for entry in filter(unsaid, catalog):
            print(f"{language}: {entry.msgid}")
            missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
