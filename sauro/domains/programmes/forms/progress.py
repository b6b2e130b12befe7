"""The form of a progress update, and one row of the quick update of many."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sauro.domains.programmes.inputs import FilesInput, KeptInput, offer_choices
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.rules import Progress
from sauro.domains.programmes.selectors import reporting
from sauro.domains.programmes.services.evidence import Proof
from sauro.engines import periods

FIELDS = ("month", "percent", "done", "next_steps", "obstacle", "claims_completion")


class ManyFiles(forms.FileField):
    """Several uploaded files; each is checked by the service that keeps it."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files in the order in which they were chosen."""
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFiles, self).clean(one, initial) for one in chosen if one]


class ProgressForm(forms.Form):
    """What was done in a reporting month."""

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
    # Django takes declared fields off the class, so this hides no attribute of a form.
    files = ManyFiles(  # type: ignore[assignment]
        label=gettext_lazy("Evidence files"),
        required=False,
        help_text=gettext_lazy("PDF, Word, Excel, PowerPoint or pictures."),
    )
    links = forms.CharField(
        label=gettext_lazy("Links to evidence"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One web address on a line."),
    )
    version = forms.IntegerField(required=False, widget=KeptInput)
    request_key = forms.CharField(required=False, max_length=40, widget=KeptInput)

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

    def clean_files(self) -> list[Any]:
        """The files, none above the limit of one upload."""
        files = self.cleaned_data["files"]
        limit = settings.UPLOAD_MAX_BYTES
        if sum(file.size for file in files) > limit:
            raise forms.ValidationError(
                _("The files are larger than %(n)s MB together.") % {"n": limit // 1024 // 1024}
            )
        return files

    @property
    def progress(self) -> Progress:
        """What the form says."""
        values = {name: self.cleaned_data[name] for name in FIELDS}
        return Progress(**{**values, "month": date.fromisoformat(values["month"])})

    @property
    def proofs(self) -> list[Proof]:
        """The evidence that came with the form."""
        files = [Proof(name=file.name or "", file=file) for file in self.cleaned_data["files"]]
        links = self.cleaned_data["links"].split()
        return [*files, *(Proof(url=link) for link in links)]

    @property
    def lost_files(self) -> list[str]:
        """Names of files that a browser must be given again after an error."""
        sent: MultiValueDict[str, Any] = vars(self)["files"]
        return [file.name for file in sent.getlist("files")] if self.errors else []

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
