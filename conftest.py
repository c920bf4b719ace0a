# SPDX-License-Identifier: AGPL-3.0-or-later
"""Test set-up shared by chapters and tests/: Django with the desk's settings, hosts of the test client."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin_server.settings.desk")
os.environ.setdefault("TOCSIN_HOSTS", "localhost,127.0.0.1,testserver")

import django

django.setup()
