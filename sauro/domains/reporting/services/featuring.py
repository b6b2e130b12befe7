"""Which indicators the reports of a province tell, under which heading, in which words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.domains.indicators.models import Indicator
from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.models import FeaturedIndicator
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules import phrasing
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines import access, text
from sauro.engines.history.recording import changes, record

LONGEST = 500
KNOWN = ("value", "unit", "name", "n", "expected", "coverage", "compare", "terms")


@transaction.atomic
def feature_indicator(
    *,
    owner: Organisation,
    indicator: Indicator,
    heading: str = "",
    phrase: str = "",
    position: int = 0,
    by: Any,
    at: datetime,
) -> FeaturedIndicator:
    """The indicator in the reports of a province from now on; told again, it is changed."""
    access.check(by, Perm.MAKE_ALL, owner)
    if not indicator.owner.path.startswith(owner.path):
        raise ReportRefused(_("The indicator is not one of this province."), field="indicator")
    values = {
        "heading": text.clean(heading)[:200],
        "phrase": checked_phrase(phrase),
        "position": position,
    }
    locked = FeaturedIndicator.objects.select_for_update()
    found, made = locked.get_or_create(owner=owner, indicator=indicator, defaults=values)
    before, after = ({}, values) if made else changes(found, values)
    if not after:
        return found
    for name, value in after.items():
        setattr(found, name, value)
    found.save()
    record(
        kind="reporting.indicator.featured",
        subject=indicator,
        by=by,
        at=at,
        before=before,
        after=after,
    )
    return found


@transaction.atomic
def drop_indicator(*, featured: FeaturedIndicator, by: Any, at: datetime) -> None:
    """The indicator is told no more; reports that were made keep it."""
    found = (
        FeaturedIndicator.objects.select_for_update(of=("self",))
        .select_related("owner", "indicator")
        .filter(pk=featured.pk)
        .first()
    )
    if found is None:  # somebody dropped it in this moment
        return
    access.check(by, Perm.MAKE_ALL, found.owner)
    found.delete()
    record(
        kind="reporting.indicator.dropped",
        subject=found.indicator,
        by=by,
        at=at,
        before={"heading": found.heading, "phrase": found.phrase, "position": found.position},
    )


def checked_phrase(phrase: str) -> str:
    """The sentence without its closing mark; refused with places that say nothing, or no figure."""
    clean = text.clean(phrase).rstrip(".; ")
    if not clean:
        return ""
    if len(clean) > LONGEST:
        raise ReportRefused(_("The sentence is too long."), field="phrase")
    named = phrasing.places(clean)
    if unknown := [one for one in named if one not in KNOWN]:
        raise ReportRefused(
            _("There is no place {%(name)s}. Known: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(f"{{{one}}}" for one in KNOWN)},
            field="phrase",
        )
    if clean.count("{") != len(named) or clean.count("}") != len(named):
        raise ReportRefused(_("A brace is not closed."), field="phrase")
    if "value" not in named:
        raise ReportRefused(_("The sentence must have the place {value}."), field="phrase")
    return clean
