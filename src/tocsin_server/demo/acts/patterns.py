# SPDX-License-Identifier: AGPL-3.0-or-later
"""What keeps happening: one chart, over times as imprecise as they are."""

from __future__ import annotations

from tocsin_server.demo import cast
from tocsin_server.demo.night import Night
from tocsin_server.demo.steps import Step, hold


def one_chart_is_drawn(night: Night) -> None:
    """The patterns page draws what is documented, month by month, the sure and the possible apart."""
    page = night.by(cast.VERA).open("/patterns/")
    hold(page.status == 200 and page.says("Documented: at least"), f"{page.status}: {page.text[:300]}")
    hold(page.all("svg.track"), "nothing is drawn")
    hold(cast.RUSTAM not in page.text and night.codes["case"] not in page.text, "the chart names somebody")


STEPS: tuple[Step, ...] = (one_chart_is_drawn,)
