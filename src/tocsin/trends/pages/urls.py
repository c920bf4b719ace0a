# SPDX-License-Identifier: AGPL-3.0-or-later
"""The address of patterns."""

from __future__ import annotations

from django.urls import path

from tocsin.trends.pages import views

urlpatterns = [path("patterns/", views.patterns, name="patterns")]
