# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines to the outside, one module each: real and fake twin under one contract suite."""
