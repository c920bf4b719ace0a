# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole night through real processes: by the demo's own small browser, and by Debian's Chromium."""
