# SPDX-License-Identifier: AGPL-3.0-or-later
"""A browser of two hundred lines: it reads forms as a page shows them, keeps cookies, follows redirects.

The story must not know more than a person at the screen: it fills in fields that are there, and nothing else.
"""

from __future__ import annotations

import http.client
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as kept
from functools import cached_property
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html
from lxml.html import FormElement, HtmlElement

PATIENCE = 60.0
REDIRECTS = (301, 302, 303, 307, 308)
INVISIBLE = ("script", "style", "template", "title")


class NotOnThePage(AssertionError):
    """What the story looked for is not there; the message shows what the page says instead."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for a form."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Page:
    """What came back."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @cached_property
    def tree(self) -> HtmlElement:
        return html.fromstring(self.body or b"<html></html>", parser=html.HTMLParser(encoding="utf-8"))

    @cached_property
    def text(self) -> str:
        """The visible words in reading order, single spaces between them."""
        words = (part for element in self.tree.iter() for part in _texts(element))
        return " ".join(" ".join(words).split())

    def says(self, words: str) -> bool:
        return " ".join(words.split()) in self.text

    def form(self, to: str = "", having: str = "") -> FormElement:
        """The one form that posts to an address ending in ``to`` and has the field ``having``."""
        found = [form for form in self.tree.forms if self._fits(form, to, having)]
        if not found:
            actions = [(form.action, sorted(fields(form))) for form in self.tree.forms]
            raise NotOnThePage(f"no form to {to!r} with {having!r} on {self.address}; there are {actions}")
        return found[0]

    def links(self, to: str = "") -> list[str]:
        """The addresses that links lead to, if they contain ``to``."""
        found = (element.get("href", "") for element in self.tree.iter("a"))
        return [urljoin(self.address, address) for address in found if to in address]

    def all(self, path: str) -> list[HtmlElement]:
        return list(self.tree.cssselect(path)) if not path.startswith("/") else list(self.tree.xpath(path))

    def _fits(self, form: FormElement, to: str, having: str) -> bool:
        action = urlsplit(urljoin(self.address, form.action or "")).path
        return action.endswith(to) and (not having or having in fields(form))


@dataclass
class Browser:
    """One person's browser. ``name`` is for what the story prints."""

    site: str
    name: str = ""
    cookies: dict[str, str] = kept(default_factory=dict)
    language: str = "en"

    def open(self, address: str) -> Page:
        return self._go("GET", urljoin(self.site, address))

    def send(
        self,
        page: Page,
        form: FormElement,
        values: Mapping[str, str | Sequence[str]] | None = None,
        files: Mapping[str, Sequence[Upload]] | None = None,
        button: tuple[str, str] | None = None,
    ) -> Page:
        """Fill in a form as it stands on the page and send it. A field that is not there is an error."""
        pairs = filled(form, values or {}, button)
        address = urljoin(page.address, form.action or page.address)
        if form.method == "GET":
            return self._go("GET", f"{address}?{urlencode(pairs)}")
        if files or form.get("enctype") == "multipart/form-data":
            body, kind = multipart(pairs, _expected(form, files or {}))
        else:
            body, kind = urlencode(pairs).encode(), "application/x-www-form-urlencoded"
        return self._go("POST", address, body, kind)

    def _go(self, method: str, address: str, body: bytes = b"", kind: str = "") -> Page:
        for _ in range(10):
            page = self._once(method, address, body, kind)
            if page.status not in REDIRECTS:
                return page
            address = urljoin(address, page.headers["location"])
            if page.status not in (307, 308):
                method, body, kind = "GET", b"", ""
        raise NotOnThePage(f"{address} goes on redirecting")

    def _once(self, method: str, address: str, body: bytes, kind: str) -> Page:
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
        headers = {"Accept-Language": self.language, "Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            origin = f"{parts.scheme}://{parts.netloc}"
            headers |= {"Content-Type": kind, "Origin": origin, "Referer": address}
        try:
            connection.request(
                method, parts._replace(scheme="", netloc="").geturl() or "/", body or None, headers
            )
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("set-cookie") or ():
            self._keep(line)
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Page(address, answer.status, named, content)

    def _keep(self, line: str) -> None:
        pair, *attributes = (part.strip() for part in line.split(";"))
        name, _, value = pair.partition("=")
        ended = any(each.lower().replace(" ", "") == "max-age=0" for each in attributes)
        if ended or not value.strip('"'):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value


def fields(form: FormElement) -> set[str]:
    """The names under which this form sends something."""
    return {field.name for field in form.inputs if field.name}


def filled(
    form: FormElement, values: Mapping[str, str | Sequence[str]], button: tuple[str, str] | None = None
) -> list[tuple[str, str]]:
    """What the form would send: its own values, with these in their place."""
    names = fields(form)
    if strange := set(values) - names:
        raise NotOnThePage(f"the form to {form.action} has no {sorted(strange)}; it has {sorted(names)}")
    pairs = [(name, value) for name, value in form.form_values() if name not in values]
    for name, value in values.items():
        pairs += [(name, each) for each in ([value] if isinstance(value, str) else value)]
    if button:
        found = form.xpath(".//button[@name=$name and @value=$value]", name=button[0], value=button[1])
        if not found:
            raise NotOnThePage(f"the form to {form.action} has no button {button}")
        pairs.append(button)
    return pairs


def multipart(pairs: Sequence[tuple[str, str]], files: Iterator[tuple[str, Upload]]) -> tuple[bytes, str]:
    """The body of a form with files (RFC 7578), and its content type."""
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in pairs
    ]
    for name, upload in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{upload.name}"\r\n'
        parts.append(f"{head}Content-Type: {upload.media_type}\r\n\r\n".encode() + upload.content + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


def _expected(form: FormElement, files: Mapping[str, Sequence[Upload]]) -> Iterator[tuple[str, Upload]]:
    present = {element.get("name") for element in form.iter("input") if element.get("type") == "file"}
    if strange := set(files) - present:
        raise NotOnThePage(f"the form to {form.action} takes no file {sorted(strange)}; it takes {present}")
    return ((name, upload) for name, uploads in files.items() for upload in uploads)


def _texts(element: HtmlElement) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in INVISIBLE and element.text:
        yield element.text
    if element.tail:
        yield element.tail


def option(form: FormElement, name: str, *labels: str) -> list[str]:
    """The values of the choices under this name whose visible words contain these labels, in their order."""
    offered = choices(form, name)
    found = [[value for words, value in offered if label in words] for label in labels]
    if not all(found):
        raise NotOnThePage(f"{name} offers {[words for words, _ in offered]}, not {labels}")
    return [values[0] for values in found]


def choices(form: FormElement, name: str) -> list[tuple[str, str]]:
    """What can be ticked or chosen under this name: the visible words and the value."""
    return [*_boxes(form, name), *_options(form, name)]


def _boxes(form: FormElement, name: str) -> Iterator[tuple[str, str]]:
    for box in form.xpath(".//input[@name=$name and (@type='checkbox' or @type='radio')]", name=name):
        label = box.xpath("ancestor::label") or form.xpath(".//label[@for=$id]", id=box.get("id") or "")
        yield " ".join(label[0].text_content().split()) if label else "", box.get("value", "on")


def _options(form: FormElement, name: str) -> Iterator[tuple[str, str]]:
    for choice in form.xpath(".//select[@name=$name]/option", name=name):
        words = " ".join(choice.text_content().split())
        yield words, choice.get("value", words)
