# SPDX-License-Identifier: AGPL-3.0-or-later
"""What others report: a page is archived, cleaned, and draft claims wait for a person."""
