"""Papers that wait for the person: opinions he was asked for."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.selectors import drafts
from sauro.shell.dashboards.panels.shape import HALVES, Panel, Settings, rows_of, rows_setting
from sauro.shell.dashboards.reads import Reads

ROWS = 5


def _opinions(reads: Reads, settings: Settings) -> dict[str, Any]:
    rows = rows_of(settings, ROWS)
    found = list(drafts.opinions_due(user=reads.user)[: rows + 1])
    return {
        "lines": [
            {
                "title": str(one.draft),
                "url": reverse("draft_detail", args=[one.draft_id]),
                "asked": one.organisation.label,
                "due_on": one.due_on,
                "days": (one.due_on - reads.as_of.today).days if one.due_on else None,
            }
            for one in found[:rows]
        ],
        "more": len(found) > rows,
        "url": reverse("opinions_due"),
    }


PANELS = (
    Panel(
        code="opinions",
        title=_("Opinions we are asked for"),
        icon="message-circle",
        rule=_(
            "Drafts on which your organisation was asked for an opinion and has not answered yet, "
            "the nearest due day first."
        ),
        context=_opinions,
        sizes=HALVES,
        sql=2,
        past=False,
        permission=Perm.DRAFT,
        settings=(rows_setting(ROWS),),
    ),
)
