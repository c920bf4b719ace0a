# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of alarms on a relay."""

from __future__ import annotations

from django.urls import path

from tocsin.alarm.pages import relay

urlpatterns = [
    path("report/", relay.report, name="report"),
    path("seen/<str:token>/", relay.seen, name="seen"),
]
