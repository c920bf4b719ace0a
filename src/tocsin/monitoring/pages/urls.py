# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of pages to check: random ids and numbers only."""

from __future__ import annotations

from django.urls import path

from tocsin.monitoring.pages import views

urlpatterns = [
    path("", views.sources, name="sources"),
    path("new/", views.bring, name="bring-source"),
    path("<str:source>/", views.review, name="review-source"),
    path("<str:source>/drafts/<int:number>/", views.decide, name="decide-draft"),
    path("<str:source>/lines/<int:start>/", views.keep, name="keep-line"),
]
