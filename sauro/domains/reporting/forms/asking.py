"""Which report is wanted, of which period."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.inputs import offer_rows
from sauro.domains.programmes.models import Programme
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.labels import FORMS, PERIOD_KINDS
from sauro.domains.reporting.models import Report
from sauro.domains.reporting.rules.subject import SubjectKind
from sauro.domains.reporting.selectors import finding
from sauro.domains.reporting.services.heading import HeadValues
from sauro.engines import periods

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReportForm(forms.Form):
    """A new report: its kind, whom it is about, and the period."""

    definition = forms.ChoiceField(label=_("Kind of report"))
    agency = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("About the agency"),
        required=False,
        empty_label=_("The whole province"),
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("About the programme"), required=False
    )
    period_kind = forms.ChoiceField(label=_("Reporting period"), choices=PERIOD_KINDS)
    containing = forms.DateField(
        label=_("A day of the period"),
        widget=_DAY,
        help_text=_("Any day of the month, quarter or year that is reported."),
    )
    first = forms.DateField(label=_("From"), widget=_DAY, required=False)
    last = forms.DateField(label=_("To"), widget=_DAY, required=False)

    def __init__(self, *args: Any, user: Any, owner: Organisation, day: date, **more: Any) -> None:
        super().__init__(*args, **more)
        agencies, programmes = finding.subjects_for(user=user, owner=owner, day=day)
        self.owner = owner
        offer_rows(self, "agency", agencies.exclude(pk=owner.pk))
        offer_rows(self, "programme", programmes)
        whole = programmes.exists() or owner in agencies
        kinds: Any = self.fields["definition"]
        kinds.choices = [
            (one.code, one.name)
            for one in definitions().values()
            if whole or one.about in (SubjectKind.AGENCY, SubjectKind.COMMUNE)
        ]

    def clean(self) -> dict[str, Any]:
        """A period that exists, and a subject that fits the kind."""
        found = super().clean() or {}
        found["period"] = self._period(found)
        definition = definitions().get(found.get("definition", ""))
        if definition is None:
            return found
        wanted = {SubjectKind.PROGRAMME: "programme"}.get(definition.about, "agency")
        about = self.owner if definition.about == SubjectKind.PROVINCE else found.get(wanted)
        if about is None:
            self.add_error(wanted, _("Say whom the report is about."))
        found["about"] = about
        return found

    def _period(self, found: dict[str, Any]) -> periods.Period | None:
        if found.get("period_kind") == "custom":
            first, last = found.get("first"), found.get("last")
            if first is None or last is None:
                self.add_error("first", _("Give both days."))
            elif last < first:
                self.add_error("last", _("The last day is before the first one."))
            else:
                return periods.Custom(first, last)
            return None
        day = found.get("containing")
        kind = periods.KINDS.get(found.get("period_kind", ""))
        return kind.containing(day) if kind and day else None


class HeadForm(forms.Form):
    """Head and foot of a report."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    form = forms.ChoiceField(label=_("Form"), choices=FORMS)
    parent_name = forms.CharField(label=_("Parent agency"), max_length=250, required=False)
    place = forms.CharField(label=_("Place"), max_length=100)
    abstract = forms.CharField(
        label=_("Abstract"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    addressed_to = forms.CharField(
        label=_("Addressed to"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One addressee a line."),
    )
    grounds = forms.CharField(
        label=_("Legal grounds"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One ground a line."),
    )
    on_behalf = forms.CharField(
        label=_("On behalf of"),
        max_length=150,
        required=False,
        help_text=_("For example: TM. ỦY BAN NHÂN DÂN"),
    )
    authority = forms.CharField(
        label=_("Authority of the signature"),
        max_length=150,
        required=False,
        help_text=_("For example: KT. CHỦ TỊCH"),
    )
    signer_position = forms.CharField(
        label=_("Position of the signer"), max_length=150, required=False
    )
    signer_name = forms.CharField(label=_("Signer"), max_length=100, required=False)
    recipients = forms.CharField(
        label=_("Recipients"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def of(cls, report: Report, data: Any = None) -> HeadForm:
        """The form filled with what stands."""
        draft = report.draft
        stands = {name: getattr(report, name) for name in HeadValues.__dataclass_fields__}
        return cls(
            data,
            initial={
                **stands,
                "version": report.version,
                "abstract": draft.abstract,
                "signer_position": draft.signer_position,
                "signer_name": draft.signer_name,
                "recipients": draft.recipients,
            },
        )

    @property
    def values(self) -> HeadValues:
        """What belongs to the report itself."""
        names = HeadValues.__dataclass_fields__
        return HeadValues(**{name: self.cleaned_data[name] for name in names})


class SectionForm(forms.Form):
    """The text of a section."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    wording = forms.CharField(
        label=_("Text of the section"),
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        help_text=_(
            "One paragraph a line; “- ” begins an item of a list. Figures in double brackets are "
            "linked to their records: leave them as they are, or take them away."
        ),
    )
