"""What is typed to ask, to explain, and to decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sauro.domains.explanations import rules
from sauro.domains.explanations.rules import Said
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.forms.evidence import EvidenceForm
from sauro.domains.programmes.inputs import DayInput, KeptInput


def _text(label: Any, rows: int, most: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class QuestionForm(forms.Form):
    """A question, and the day by which it is answered."""

    question = _text(gettext_lazy("Question"), 6, rules.LONGEST_QUESTION)
    due_on = forms.DateField(label=gettext_lazy("Answer by"), widget=DayInput)


class AskForm(QuestionForm):
    """A question about one record, and who is asked."""

    asked_of = forms.ModelChoiceField(
        label=gettext_lazy("Unit that explains"), queryset=Organisation.objects.none()
    )
    request_key = forms.CharField(required=False, max_length=40, widget=KeptInput)

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["asked_of"]
        chosen.queryset = units
        chosen.label_from_instance = lambda one: one.label


class AnswerForm(EvidenceForm):
    """The explanation of a unit, in its parts, with evidence."""

    field_order = ("text", "cause", "remedy", "remedy_on")
    text = _text(
        gettext_lazy("What happened"), 4, rules.LONGEST_ANSWER,
        gettext_lazy("Facts with their days and figures."),
    )  # fmt: skip
    cause = _text(gettext_lazy("Cause"), 3, rules.LONGEST_ANSWER)
    remedy = _text(
        gettext_lazy("Remedy"), 3, rules.LONGEST_ANSWER,
        gettext_lazy("What your unit does about it, and who is in charge."),
    )  # fmt: skip
    remedy_on = forms.DateField(label=gettext_lazy("Remedied by"), widget=DayInput)

    @property
    def said(self) -> Said:
        """What the form says."""
        names = ("text", "cause", "remedy", "remedy_on")
        return Said(**{name: self.cleaned_data[name] for name in names})


class _Seen(forms.Form):
    """The version of the request that the person looked at."""

    version = forms.IntegerField(required=False, widget=KeptInput)


class AcceptForm(_Seen):
    """Accepting, with a word if there is one to say."""

    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=2000)


class ReturnForm(_Seen):
    """Returning, with why and a new day."""

    reason = _text(
        gettext_lazy("Reason for the return"), 3, 2000,
        gettext_lazy("Say what is missing, so that the unit can put it right at once."),
    )  # fmt: skip
    due_on = forms.DateField(label=gettext_lazy("Answer again by"), required=False, widget=DayInput)


class ExtendForm(_Seen):
    """A later day, with why."""

    due_on = forms.DateField(label=gettext_lazy("New due day"), widget=DayInput)
    reason = _text(gettext_lazy("Reason"), 2, 2000)


class WithdrawForm(_Seen):
    """Taking the request back, with why."""

    reason = _text(gettext_lazy("Reason"), 2, 2000)


def first_values(*, question: str, due_on: date, unit_id: int | None, key: str) -> dict[str, Any]:
    """What the form to ask holds before anything is typed."""
    return {"question": question, "due_on": due_on, "asked_of": unit_id, "request_key": key}
