# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where sealed bytes lie: SQLite and folders, and their in-memory twins, under one contract suite."""
