# SPDX-License-Identifier: AGPL-3.0-or-later
"""The architecture as tests: each fence is shown a planted violation, so that a dead fence is noticed."""
