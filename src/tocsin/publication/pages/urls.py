# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of publication at the desk; codes and languages, never a name."""

from __future__ import annotations

from django.urls import path

from tocsin.publication.pages import papers, proposing

urlpatterns = [
    path("published/", proposing.published, name="published"),
    path("cases/<str:code>/public/", proposing.public, name="case-public"),
    path("cases/<str:code>/public/approve/", proposing.approve, name="approve-publication"),
    path("cases/<str:code>/public/withdraw/", proposing.withdraw, name="withdraw-publication"),
    path("cases/<str:code>/public/preview/<str:language>/", proposing.preview, name="preview-publication"),
    path("cases/<str:code>/public/package/", papers.evidence_package, name="evidence-package"),
    path("cases/<str:code>/public/dossier-<str:language>.pdf", papers.dossier_pdf, name="dossier"),
]
