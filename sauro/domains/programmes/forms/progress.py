"""The form of a progress update, and one row of the quick update of many."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

from sauro.domains.programmes.forms.evidence import EvidenceForm
from sauro.domains.programmes.inputs import offer_choices
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.rules import Progress
from sauro.domains.programmes.selectors import reporting
from sauro.engines import periods

FIELDS = ("month", "percent", "done", "next_steps", "obstacle", "claims_completion")


class ProgressForm(EvidenceForm):
    """What was done in a reporting month."""

    field_order = FIELDS
    month = forms.ChoiceField(label=gettext_lazy("Reporting month"))
    percent = forms.IntegerField(
        label=gettext_lazy("Progress in percent"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    done = forms.CharField(
        label=gettext_lazy("What was done"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Results with their figures and documents, not efforts."),
    )
    next_steps = forms.CharField(
        label=gettext_lazy("What is next"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    obstacle = forms.CharField(
        label=gettext_lazy("Obstacle"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What holds the task up, and who can lift it."),
    )
    claims_completion = forms.BooleanField(
        label=gettext_lazy("The task is completed"),
        required=False,
        help_text=gettext_lazy(
            "Somebody else confirms it; on time is judged by the day of this submission."
        ),
    )

    def __init__(
        self,
        *args: Any,
        task: Task,
        today: date,
        update: ProgressUpdate | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initial(task, today, update)
        super().__init__(*args, **kwargs)
        language = get_language() or "vi"
        months = reporting.months_to_choose(today=today)
        if update is not None and update.month < months[-1].start:
            months.append(periods.Month.containing(update.month))
        choices = [(m.start.isoformat(), m.label(language)) for m in months]
        offer_choices(self, "month", choices)

    @property
    def progress(self) -> Progress:
        """What the form says."""
        values = {name: self.cleaned_data[name] for name in FIELDS}
        return Progress(**{**values, "month": date.fromisoformat(values["month"])})

    def against(self, current: ProgressUpdate) -> Iterator[dict[str, Any]]:
        """Fields in which an update as it stands now differs from what was typed."""
        for name in FIELDS:
            theirs, mine = getattr(current, name), getattr(self.progress, name)
            if theirs != mine:
                yield {"label": self.fields[name].label, "before": mine, "after": theirs}


def _initial(task: Task, today: date, update: ProgressUpdate | None) -> dict[str, Any]:
    if update is None:
        return {
            "month": periods.reporting_month(today).start.isoformat(),
            "percent": task.claimed_percent,
            "request_key": str(uuid.uuid4()),
        }
    values = {name: getattr(update, name) for name in FIELDS}
    return {**values, "month": update.month.isoformat(), "version": update.version}


class QuickForm(forms.Form):
    """One row of the quick update: percent and what was done, or nothing new."""

    percent = forms.IntegerField(
        label=gettext_lazy("Progress in percent"), min_value=0, max_value=100, required=False
    )
    done = forms.CharField(label=gettext_lazy("What was done"), required=False, max_length=8000)
    nothing = forms.BooleanField(label=gettext_lazy("Nothing new"), required=False)
    version = forms.IntegerField(required=False)
    key = forms.CharField(required=False, max_length=40)

    def __init__(self, *args: Any, shown_percent: int, shown_done: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shown = (shown_percent, shown_done)

    def has_changed(self) -> bool:
        """Whether the person said anything in this row."""
        data = self.data
        percent = data.get(self.add_prefix("percent"), "").strip()
        done = data.get(self.add_prefix("done"), "").strip()
        if data.get(self.add_prefix("nothing")):
            return True
        return (percent not in ("", str(self._shown[0]))) or done != self._shown[1].strip()
