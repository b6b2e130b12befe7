"""The files of an upload of Excel forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.domains.indicators import rules
from sauro.domains.indicators.foreign import times
from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.selectors import blanks
from sauro.engines import periods

MOST_FILES = 200


class ManyFiles(forms.FileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, each of a size the server takes."""

    widget = ManyFiles(attrs={"accept": ".xlsx,.xls,.ods,.csv,.zip", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files, at least one."""
        given = data if isinstance(data, list | tuple) else [data]
        found = [super(ManyFilesField, self).clean(one, initial) for one in given or [None]]
        if len(found) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(n)s files at once; more fit into a zip file.") % {"n": MOST_FILES}
            )
        if sum(one.size or 0 for one in found) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("The files are larger than this server takes."))
        return found


class FilesForm(forms.Form):
    """Which Excel files are loaded, and what they do not say themselves."""

    given = ManyFilesField(
        label=gettext_lazy("Excel files"),
        help_text=gettext_lazy(
            "One or many .xlsx, .xls, .ods or .csv files, or a .zip that holds them."
        ),
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Form"),
        required=False,
        help_text=gettext_lazy("Of a table that was not downloaded here."),
    )
    period = forms.CharField(
        label=gettext_lazy("Reporting period"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Only when the table does not say it: 6/2025, quý II/2025, 2025."),
    )

    def __init__(self, *args: Any, candidates: Sequence[DataSet] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._candidates = {str(one.pk): one for one in candidates}
        listed = [(key, f"{one.code} · {one.name}") for key, one in self._candidates.items()]
        self.fields["form"].choices = [("", _("As the file says")), *listed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period by its number, which only a form gives it."""
        found = super().clean() or {}
        form = self._candidates.get(found.get("form", ""))
        found["chosen"], found["number"] = form, None
        if written := found.get("period", "").strip():
            if form is None:
                self.add_error("form", _("Choose the form to which the period belongs."))
                return found
            found["number"] = period_in(form, written)
            if found["number"] is None:
                self.add_error("period", _("This form is not asked for in this period."))
        return found


def period_in(form: DataSet, written: str) -> int | None:
    """The number of a period as people or programs write it, when the form is asked for then."""
    try:
        number: int | None = rules.index_of(periods.parse(written))
        if number is not None and rules.period_at(form.periodicity, number).code != written:
            number = None
    except ValueError:
        time = times.whole(written)
        number = times.index_of(time, form.periodicity) if time is not None else None
    return number if number is not None and blanks.is_asked(form=form, period=number) else None


class AnswersForm(forms.Form):
    """What the names of a file mean that nobody was sure of."""

    def __init__(self, *args: Any, questions: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {f"q{place}": one for place, one in enumerate(questions)}
        for name, one in self._questions.items():
            self.fields[name] = forms.ChoiceField(
                label=one["text"],
                required=False,
                help_text=", ".join(one["places"]),
                choices=[("", _("Leave these figures out")), *map(tuple, one["candidates"])],
            )

    def chosen(self) -> dict[tuple[str, str], str]:
        """The codes chosen, by kind and written name."""
        return {
            (one["kind"], one["text"]): self.cleaned_data[name]
            for name, one in self._questions.items()
            if self.cleaned_data.get(name)
        }
