# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bell's process: parcels come in, pages go out, and whoever kills it only makes it start again."""
