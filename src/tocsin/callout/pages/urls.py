# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the field page: the code of an alarm, and what is said from there."""

from __future__ import annotations

from django.urls import path

from tocsin.callout.pages import photos, views

urlpatterns = [
    path("<str:code>/", views.field, name="callout"),
    path("<str:code>/set-out/", views.set_out),
    path("<str:code>/arrive/", views.arrive),
    path("<str:code>/observe/", views.observe),
    path("<str:code>/report/", views.report),
    path("<str:code>/help/", views.help_needed),
    path("<str:code>/leave/", views.leave),
    path("<str:code>/photos/", photos.custody),
    path("<str:code>/photos/<str:file>", photos.photo),
]
