# SPDX-License-Identifier: AGPL-3.0-or-later
"""What we tell the world: two people, three languages, and nothing of the minor in any byte that leaves."""

from __future__ import annotations

from time import monotonic, sleep
from xml.etree import ElementTree

from lxml.html import FormElement

from tocsin_server.demo import cast
from tocsin_server.demo.browser import Page, choices
from tocsin_server.demo.night import Night
from tocsin_server.demo.steps import Step, hold

LANGUAGES = ("en", "ru", "es")
MINOR = ("Тимур", "Салтанов", "Timur", "Saltanov")
ATOM = "{http://www.w3.org/2005/Atom}"
TITLES = {
    "en": "Two people taken from a flat in Zarechensk",
    "ru": "Двоих увели из квартиры в Зареченске",
    "es": "Se llevaron a dos personas de un piso en Zarechensk",
}
RISK = "Both are held already; silence has not helped. No address, no family, no name of the younger."
SECONDS = 20.0


def a_name_in_a_quotation_is_found(night: Night) -> None:
    """Composed from all that was said, the text would carry a colleague's name: the search marks it."""
    nina = night.by(cast.NINA)
    page = nina.open(address(night))
    page = nina.send(page, page.form(having="risk"), {"risk": RISK}, button=("do", "check"))
    hold(page.says("A withheld word stands in it"), f"{page.status}: nothing was found in {page.text[:600]}")


def nina_writes_a_revision(night: Night) -> None:
    """She leaves the caller's words and the address out; in three languages every byte is searched again."""
    nina = night.by(cast.NINA)
    page = nina.open(address(night))
    form = page.form(having="risk")
    left_out = ("What was heard", "Where:")
    use = [value for words, value in choices(form, "use") if not words.startswith(left_out)]
    chosen = {"risk": RISK, "use": use, "disclose": [value for _, value in choices(form, "disclose")]}
    page = nina.send(page, form, {**chosen, **our_lawyer(page, form)}, button=("do", "compose"))
    titles = {f"title-{language}": TITLES[language] for language in LANGUAGES}
    page = nina.send(page, page.form(having="risk"), titles, button=("do", "check"))
    hold(page.says("No withheld word"), f"the check found something: {found(page)}")
    page = nina.send(page, page.form(having="risk"), button=("do", "propose"))
    hold(page.says("Waiting for a second person"), f"{page.status}: {found(page)}")


def she_cannot_approve_it_herself(night: Night) -> None:
    """Whoever proposed it cannot approve it, and nothing has left yet."""
    page = night.by(cast.NINA).open(address(night))
    hold(page.says("You proposed it"), "the page lets her approve her own proposal")
    hold(
        not [form for form in page.tree.forms if (form.action or "").endswith("/approve/")],
        "she could approve",
    )
    for language in LANGUAGES:
        hold(
            night.public.open(public(night, language)).status == 404, "it left before a second person saw it"
        )


def vera_approves_what_she_saw(night: Night) -> None:
    """Vera, a second person, reads it as readers will and approves exactly those bytes."""
    vera = night.by(cast.VERA)
    page = vera.open(address(night))
    for language in LANGUAGES:
        preview = vera.open(f"{address(night)}preview/{language}/")
        hold(preview.status == 200, f"the preview in {language} answers {preview.status}")
    page = vera.send(page, page.form(to="/approve/"))
    hold(page.says("Published now"), f"{page.status}: {page.text[:500]}")


def the_world_reads_it_in_three_languages(night: Night) -> None:
    """The relay shows the page in English, Russian and Spanish, and the minor in none of them."""
    for language in LANGUAGES:
        page = arrived(night, public(night, language))
        hold(page.tree.get("lang") == language, f"the page says it is in {page.tree.get('lang')}")
        hold(night.codes["case"] in page.text, "the page does not name its case")
        clean(page)
        night.pages[f"public {language}"] = page
    page = night.pages["public en"]
    hold(page.all(".withheld"), "the page does not say that something is withheld")
    hold(night.codes["case"] in night.public.open("/en/").text, "the home page does not list it")


def readers_follow_it_by_atom(night: Night) -> None:
    """Atom feeds of all cases and of this one carry the revision, and nothing of the minor."""
    for path in ("feed.atom", f"cases/{night.codes['case']}/feed.atom"):
        for language in LANGUAGES:
            feed = night.public.open(f"/{language}/{path}")
            hold(
                feed.headers["content-type"].startswith("application/atom+xml"), feed.headers["content-type"]
            )
            entries = ElementTree.fromstring(feed.body).findall(f"{ATOM}entry")
            hold(entries and night.codes["case"] in (entries[0].findtext(f"{ATOM}title") or ""), "no entry")
            clean(feed)


def the_site_is_kept(night: Night) -> None:
    """The public pages are kept as they were served, for whoever wants to look at them later."""
    site = night.kept / "site"
    pages = [f"/{language}/" for language in LANGUAGES]
    pages += [public(night, language) for language in LANGUAGES]
    pages += [f"/{language}/feed.atom" for language in LANGUAGES]
    for path in pages:
        served = night.public.open(path)
        file = site / (path.strip("/") if path.endswith(".atom") else f"{path.strip('/')}/index.html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(served.body)
        for style in (link for link in served.all("link[rel=stylesheet]")):
            to = site / (style.get("href") or "").lstrip("/")
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(night.public.open(style.get("href") or "").body)


def our_lawyer(page: Page, form: FormElement) -> dict[str, str]:
    """What readers are told of Vera: that she is our lawyer, not her name."""
    labels = {label.get("for"): " ".join(label.text_content().split()) for label in page.all("label")}
    fields = [field for field in form.iter("select") if labels.get(field.get("id")) == cast.VERA.name]
    return {str(field.get("name")): "counsel" for field in fields}


def address(night: Night) -> str:
    return f"/cases/{night.codes['case']}/public/"


def public(night: Night, language: str) -> str:
    return f"/{language}/cases/{night.codes['case']}/"


def arrived(night: Night, path: str) -> Page:
    """A public page, as soon as the relay has it."""
    until = monotonic() + SECONDS
    while (page := night.public.open(path)).status != 200 and monotonic() < until:
        sleep(0.1)
    hold(page.status == 200, f"{path} did not appear on the relay: {page.status}")
    return page


def clean(page: Page) -> None:
    text = page.body.decode()
    there = [word for word in MINOR if word in text]
    hold(not there, f"{page.address} shows {there}")


def found(page: Page) -> str:
    return " | ".join(" ".join(note.text_content().split()) for note in page.all("div.note"))[:1500]


STEPS: tuple[Step, ...] = (
    a_name_in_a_quotation_is_found,
    nina_writes_a_revision,
    she_cannot_approve_it_herself,
    vera_approves_what_she_saw,
    the_world_reads_it_in_three_languages,
    readers_follow_it_by_atom,
    the_site_is_kept,
)
