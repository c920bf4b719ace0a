# SPDX-License-Identifier: AGPL-3.0-or-later
"""What we tell the world: redaction, public page, dossier, evidence package."""
