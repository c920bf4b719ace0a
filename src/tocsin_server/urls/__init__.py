# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the desk and of a relay."""
