# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of cases: codes and random ids only, never a name, and a search that is posted."""

from __future__ import annotations

from django.urls import path

from tocsin.casefile.pages import search, views
from tocsin.casefile.pages.writing import beginnings, claiming, contacts

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/<str:code>/", views.case, name="case"),
    path("cases/<str:code>/timeline/", views.timeline_page, name="case-timeline"),
    path("cases/<str:code>/claims/", views.claims_page, name="case-claims"),
    path("cases/<str:code>/claims/new/", claiming.add_claim, name="add-claim"),
    path("cases/<str:code>/claims/<str:claim>/withdraw/", claiming.retract, name="withdraw-claim"),
    path("cases/<str:code>/claims/<str:claim>/assess/", claiming.assess, name="assess-account"),
    path("cases/<str:code>/people/new/", beginnings.add_person, name="add-person"),
    path("cases/<str:code>/incidents/new/", beginnings.add_incident, name="add-incident"),
    path("cases/<str:code>/detention/", views.detention_page, name="case-detention"),
    path("cases/<str:code>/deadlines/new/", contacts.add_deadline, name="add-deadline"),
    path("cases/<str:code>/deadlines/<str:deadline>/done/", contacts.deadline_done, name="deadline-done"),
    path("cases/<str:code>/clocks/<str:rule>/", contacts.settle, name="settle-clock"),
    path("cases/<str:code>/evidence/", views.evidence_page, name="case-evidence"),
    path("cases/<str:code>/evidence/new/", beginnings.add_evidence, name="add-evidence"),
    path("cases/<str:code>/evidence/scene/", contacts.take_over, name="take-over"),
    path("cases/<str:code>/evidence/<str:source>/<int:number>", views.evidence_file, name="evidence-file"),
    path("cases/<str:code>/visits/", views.visits_page, name="case-visits"),
    path("cases/<str:code>/visits/new/", contacts.add_visit, name="add-visit"),
    path("cases/<str:code>/questions/new/", contacts.add_question, name="add-question"),
    path("cases/<str:code>/questions/<str:question>/answer/", contacts.answer, name="answer-question"),
    path("cases/<str:code>/circle/", views.circle_page, name="case-circle"),
    path("cases/<str:code>/circle/change/", contacts.change_circle, name="change-circle"),
    path("alarms/<str:code>/case/", beginnings.open_case, name="open-case"),
    path("search/", search.search, name="search"),
]
