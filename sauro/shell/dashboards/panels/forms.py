"""Who has handed in the forms of figures of the last period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators import figure_words
from sauro.domains.indicators.models import DataSet, Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.rules import period_at
from sauro.domains.indicators.selectors import visibility, work
from sauro.domains.orgs.models import Organisation, in_force
from sauro.engines import access
from sauro.shell.dashboards.panels.shape import HALVES, Panel, Setting, Settings
from sauro.shell.dashboards.reads import Reads
from sauro.shell.dashboards.rules import SettingKind

MOST = 6


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form with its last period that was opened: units that handed in, of those that owe it."""

    form: DataSet
    period: str
    handed: int
    late: int
    owed: int
    url: str

    @property
    def missing(self) -> int:
        """Units that have not handed in."""
        return self.owed - self.handed


def _completeness(reads: Reads, settings: Settings) -> dict[str, Any]:
    forms = _followed(reads.user)
    if settings.get("form"):
        forms = forms.filter(pk=settings["form"])
    found = list(forms.order_by("code")[:MOST])
    last = [(form, _last(form, reads.as_of.day)) for form in found]
    asked = [(form, period) for form, period in last if period is not None]
    owed, handed = _owed(asked), _handed(asked)
    return {
        "lines": [
            FormLine(
                form=form,
                period=figure_words.short_period(form.periodicity, period),
                handed=handed.get(form.pk, (0, 0))[0],
                late=handed.get(form.pk, (0, 0))[1],
                owed=owed[f"n{form.pk}"],
                url=reverse("completeness_missing", args=[form.pk, period]),
            )
            for form, period in asked
        ],
        "url": reverse("completeness"),
    }


def _followed(user: Any) -> Any:
    scope = access.scope(user, Perm.VIEW_ALL)
    return visibility.visible_forms(user=user).filter(scope.q("owner__path"))


def _last(form: DataSet, day: date) -> int | None:
    numbers = work.last_periods(form=form, day=day, shown=1)
    return numbers[-1] if numbers else None


def _owed(asked: list[tuple[DataSet, int]]) -> dict[str, int]:
    counts = {
        f"n{form.pk}": Count("pk", filter=_owing(form, period_at(form.periodicity, period).end))
        for form, period in asked
    }
    return Organisation.objects.order_by().aggregate(**counts) if counts else {}


def _handed(asked: list[tuple[DataSet, int]]) -> dict[int, tuple[int, int]]:
    wanted = Q(pk__in=())
    for form, period in asked:
        end = period_at(form.periodicity, period).end
        wanted |= Q(data_set=form, period=period) & _owing(form, end, "organisation__")
    rows = (
        Submission.objects.filter(wanted, state__in=work.HANDED_IN)
        .order_by()
        .values_list("data_set_id")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(is_late=True)))
    )
    return {pk: (n, late) for pk, n, late in rows}


def _owing(form: DataSet, day: date, name: str = "") -> Q:
    """Units that owe the form for a period that ends on the day."""
    below = Q(**{f"{name}path__startswith": form.owner.path, f"{name}kind__in": form.kinds})
    return below & in_force(day, f"{name}valid_from", f"{name}valid_to")


PANELS = (
    Panel(
        code="completeness",
        title=_("Who has handed in"),
        icon="calendar-stats",
        rule=_(
            "For each form the last period that was opened: units that handed in, of all units "
            "that owe the form. The number of missing units leads to their names."
        ),
        context=_completeness,
        sizes=HALVES,
        sql=3,
        past=False,
        permission=Perm.VIEW_ALL,
        settings=(
            Setting(
                "form",
                _("Form"),
                SettingKind.KEY,
                choices=lambda user: _followed(user).order_by("code").values_list("pk", "name"),
            ),
        ),
    ),
)
