"""The panels of the overview by code, each declared in a module of this folder."""

from __future__ import annotations

from sauro.shell.dashboards.panels import (
    aims,
    bars,
    comparing,
    decisions,
    forms,
    headline,
    health,
    money,
    papers,
    places,
    watch,
    worries,
)
from sauro.shell.dashboards.panels.shape import Panel
from sauro.shell.dashboards.rules import PanelShape

PANELS: dict[str, Panel] = {
    panel.code: panel
    for panel in (
        *headline.PANELS,
        *worries.PANELS,
        *bars.PANELS,
        *health.PANELS,
        *watch.PANELS,
        *aims.PANELS,
        *comparing.PANELS,
        *forms.PANELS,
        *places.PANELS,
        *decisions.PANELS,
        *money.PANELS,
        *papers.PANELS,
    )
}
SHAPES: dict[str, PanelShape] = {code: panel.shape for code, panel in PANELS.items()}
