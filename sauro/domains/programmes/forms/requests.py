"""Forms of the steps of a task: reasons, suspensions, extensions, fanning out, details."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes.inputs import DayInput, offer_choices
from sauro.domains.programmes.models import Target


def reason_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """A box for a reason."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = reason_field(_("Reason"), _("It stays in the history of the task."))


class NoteForm(forms.Form):
    """A note that may be left out."""

    reason = reason_field(_("Note"), required=False)


class SuspendForm(forms.Form):
    """The ground on which a task is suspended, and who approved it."""

    ground = forms.CharField(
        label=_("Ground"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why the task cannot go on, and what must happen before it can."),
    )
    approver = forms.CharField(
        label=_("Approved by"), max_length=200, help_text=_("The post or body that decided it.")
    )
    document = forms.CharField(
        label=_("Document"),
        required=False,
        max_length=200,
        help_text=_("Number and symbol of a registered document, for example 102/KH-UBND."),
    )
    until_on = forms.DateField(label=_("Until"), required=False, widget=DayInput)


class ExtensionForm(forms.Form):
    """A later due day and why."""

    wanted_due_on = forms.DateField(label=_("Wanted due day"), widget=DayInput)
    reason = reason_field(
        _("Reason"), _("What holds the task up, and what was done about it until now.")
    )


class DecisionForm(forms.Form):
    """Approval or refusal of a request."""

    approve = forms.ChoiceField(
        label=_("Decision"),
        choices=[("1", _("Approve")), ("0", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    note = reason_field(
        _("Note"), _("A refusal needs a reason; an approval may name its document."), required=False
    )


class FanOutForm(forms.Form):
    """The collectives and agencies to which a task is given, one part each."""

    collectives = forms.MultipleChoiceField(
        label=_("Collectives"), required=False, widget=forms.CheckboxSelectMultiple
    )
    agencies = forms.CharField(
        label=_("Agencies"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One name on a line, as you would write it."),
    )

    def __init__(self, *args: Any, collectives: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "collectives", [(str(one.pk), one.name) for one in collectives])

    def clean(self) -> dict[str, Any]:
        """At least one name."""
        found = super().clean() or {}
        if not found.get("collectives") and not found.get("agencies", "").strip():
            raise forms.ValidationError(_("Choose at least one collective or agency."))
        return found


class MilestoneForm(forms.Form):
    """A step on the way, with its day."""

    title = forms.CharField(label=_("Milestone"), max_length=300)
    due_on = forms.DateField(label=_("Due"), widget=DayInput)
    done_on = forms.DateField(label=_("Done on"), required=False, widget=DayInput)


class EffectForm(forms.Form):
    """A target that the completion of the task moves, and by how much."""

    target = forms.ModelChoiceField(label=_("Target"), queryset=Target.objects.none())
    adds = forms.DecimalField(
        label=_("Adds to it"),
        required=False,
        max_digits=20,
        decimal_places=4,
        help_text=_("In the unit of the target; leave empty for a target in words."),
    )

    def __init__(self, *args: Any, targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets  # type: ignore[attr-defined]


class MandateForm(forms.Form):
    """A registered document, and the clause of it."""

    document = forms.CharField(
        label=_("Document"),
        max_length=300,
        help_text=_("Number and symbol, for example 57-NQ/TW or 102/KH-UBND ngày 15/02/2025."),
    )
    clause = forms.CharField(
        label=_("Clause"),
        required=False,
        max_length=80,
        help_text=_("As the clause is labelled in the register; leave empty for the whole."),
    )


class ExternalIdForm(forms.Form):
    """The number of a task in another system."""

    system = forms.CharField(
        label=_("System"), max_length=30, help_text=_("For example nq57, nq71 or dean06.")
    )
    code = forms.CharField(
        label=_("Code there"),
        max_length=80,
        required=False,
        help_text=_("Leave empty to remove the number."),
    )


OVERLAP_VERDICTS = [
    ("linked", _("Link: two tasks that belong together")),
    ("merged", _("Merge: the other one is cancelled, its mandates move here")),
    ("kept", _("Keep apart: they only look the same")),
]


class OverlapForm(forms.Form):
    """What two tasks that look the same are to each other."""

    other = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Decision"), choices=OVERLAP_VERDICTS, widget=forms.RadioSelect
    )
    reason = reason_field(_("Reason"))
