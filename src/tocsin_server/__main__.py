# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m tocsin_server`` is ``tocsin``: how the supervisor starts its processes."""

from __future__ import annotations

import sys

from tocsin_server.command import main

sys.exit(main())
