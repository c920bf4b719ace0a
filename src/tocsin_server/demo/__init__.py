# SPDX-License-Identifier: AGPL-3.0-or-later
"""`tocsin demo`: an invented organisation lives through the night, over the same pages as everybody else.

Nothing here reaches past a page, a command or a mailbox; what the story needs and no page offers is missing.
"""
