# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tocsin: the emergency desk and case file of people who protect people."""

__version__ = "0.1.0"
