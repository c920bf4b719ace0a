# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a stranger reads on a relay: published cases, their feeds, the file to check; drawn from the clear
log alone.

No cookie, no script, no counting: nobody learns who read what, the relay included.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tocsin.publication import feeds, revision, wording
from tocsin.publication.pages import shown
from tocsin.publication.picture import PublicFold, PublicPicture, Published
from tocsin.web.requests import RelayRequest


def record(request: RelayRequest) -> PublicPicture:
    picture: PublicPicture = request.relay.draw(PublicFold())
    return picture


def newest(request: RelayRequest, code: str) -> tuple[Published, tuple[Published, ...]]:
    """The newest revision of a case and all of them, or "nothing is here"."""
    found = record(request).of(code)
    if not found:
        raise Http404
    return found[0], found


def spoken(language: str) -> str:
    if language not in wording.LANGUAGES:
        raise Http404
    return language


def preferred() -> str:
    """The language that the browser asks for, if we speak it."""
    asked = (get_language() or "en")[:2]
    return asked if asked in wording.LANGUAGES else "en"


@require_safe
def start(request: RelayRequest) -> HttpResponse:
    """The home page in the reader's own language."""
    return home(request, preferred())


@require_safe
def home(request: RelayRequest, language: str) -> HttpResponse:
    items = record(request).cases()
    organisation = items[0].content.organisation if items else ""
    return HttpResponse(
        shown.home(items, spoken(language), organisation), headers={"Content-Language": language}
    )


@require_safe
def any_language(request: RelayRequest, code: str) -> HttpResponse:
    """An address without a language leads to the reader's own."""
    newest(request, code)
    return HttpResponseRedirect(f"/{feeds.case_address(code, preferred())}")


@require_safe
def case(request: RelayRequest, language: str, code: str) -> HttpResponse:
    item, revisions = newest(request, code)
    status = 410 if item.withdrawn else 200
    words = shown.case(item, revisions, spoken(language))
    return HttpResponse(words, status=status, headers={"Content-Language": language})


@require_safe
def content_file(request: RelayRequest, code: str, number: int) -> HttpResponse:
    """The exact bytes whose hash stands on the page."""
    item = record(request).revisions.get((code, number))
    if item is None or item.withdrawn is not None:
        raise Http404
    return HttpResponse(revision.canonical(item.content), content_type="application/json")


@require_safe
def feed(request: RelayRequest, language: str = "en") -> HttpResponse:
    """All cases, the newest revision of each."""
    items = record(request).cases()
    return _atom(shown.all_cases_feed(items, spoken(language), request.build_absolute_uri("/")))


@require_safe
def case_feed(request: RelayRequest, language: str, code: str) -> HttpResponse:
    """Every revision of one case."""
    _, revisions = newest(request, code)
    return _atom(shown.case_feed(revisions, spoken(language), request.build_absolute_uri("/")))


def _atom(data: bytes) -> HttpResponse:
    return HttpResponse(data, content_type=feeds.MEDIA_TYPE)
