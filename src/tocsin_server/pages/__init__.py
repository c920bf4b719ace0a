# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that need every chapter: the door, the board, a member's own settings."""
