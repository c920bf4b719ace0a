# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings, urls, wiring, processes, command line, and the pages that need every chapter."""
