# SPDX-License-Identifier: AGPL-3.0-or-later
"""What we know: people, incidents, claims with their sources, detention, lawyer access, legal clocks."""
