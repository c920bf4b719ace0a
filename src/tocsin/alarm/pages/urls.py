# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of alarms on the desk: codes only."""

from __future__ import annotations

from django.urls import path

from tocsin.alarm.pages import call, views

urlpatterns = [
    path("alarms/", views.alarms, name="alarms"),
    path("alarms/new/", call.new, name="new-call"),
    path("alarms/<str:code>/", views.alarm, name="alarm"),
    path("alarms/<str:code>/take/", views.take, name="take-alarm"),
    path("alarms/<str:code>/give/", views.give, name="give-alarm"),
    path("alarms/<str:code>/close/", views.close, name="close-alarm"),
    path("alarms/<str:code>/confirm/", views.confirm, name="confirm-close"),
    path("alarms/<str:code>/ring/", views.reopen, name="ring-again"),
]
