"""Drafts, their versions, opinions and steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.forms.entries import day_field
from sauro.domains.documents.forms.exchange import PlacedForm
from sauro.domains.documents.labels import FLOWS, KINDS, URGENCY, VERDICTS
from sauro.domains.documents.models import Draft
from sauro.domains.documents.rules import DocumentKind, Urgency
from sauro.domains.orgs.models import Organisation

WRITTEN = (
    "kind",
    "abstract",
    "issuer_name",
    "symbol",
    "flow",
    "urgency",
    "signer_name",
    "signer_position",
    "recipients",
)


class DraftForm(forms.Form):
    """What a paper will be."""

    owner = forms.ModelChoiceField(label=_("Drafted by"), queryset=Organisation.objects.none())
    issuer = forms.ModelChoiceField(
        label=_("Issued by"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("Empty: the one who drafts it."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial=DocumentKind.REPORT.value)
    abstract = forms.CharField(
        label=_("Abstract"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    issuer_name = forms.CharField(
        label=_("Name of the issuer on the paper"),
        max_length=250,
        required=False,
        help_text=_("Empty: the name of the organisation."),
    )
    symbol = forms.CharField(
        label=_("Symbol"),
        max_length=60,
        required=False,
        help_text=_("Empty: composed of the kind and the issuer, for example BC-UBND."),
    )
    unit = forms.CharField(
        label=_("Abbreviation of the drafting unit"),
        max_length=20,
        required=False,
        help_text=_("Only for official letters, for example CĐS in SKHCN-CĐS."),
    )
    flow = forms.ChoiceField(label=_("Way"), choices=FLOWS[1:])
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=URGENCY, initial=Urgency.NORMAL.value, required=False
    )
    signer_name = forms.CharField(label=_("Signer"), max_length=100, required=False)
    signer_position = forms.CharField(
        label=_("Position of the signer"), max_length=150, required=False
    )
    recipients = forms.CharField(
        label=_("Recipients"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self,
        *args: Any,
        owners: list[Organisation],
        issuers: list[Organisation],
        draft: Draft | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if draft is not None:
            for name in ("owner", "issuer", "unit"):
                del self.fields[name]
            return
        for name, choices in (("owner", owners), ("issuer", issuers)):
            field: Any = self.fields[name]
            field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in choices])
        if len(owners) == 1:
            self.fields["owner"].initial = owners[0]

    def written(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        data = self.cleaned_data
        values = {name: data[name] for name in WRITTEN}
        values["urgency"] = values["urgency"] or Urgency.NORMAL.value
        return values


def values_of(draft: Draft) -> dict[str, Any]:
    """The fields of the form as a draft holds them."""
    return {name: getattr(draft, name) for name in (*WRITTEN, "version")}


class PartForm(forms.Form):
    """A form of one part or step of a draft."""

    def written(self) -> dict[str, Any]:
        """What was typed, as the service takes it; a file brings its name."""
        data = dict(self.cleaned_data)
        if "file" in data:
            data["name"] = data["file"].name if data["file"] else ""
        return data


class VersionForm(PartForm):
    """The next version of the text."""

    file = forms.FileField(label=_("File"), max_length=300, help_text=_("Word or PDF."))
    note = forms.CharField(label=_("What changed"), max_length=500, required=False)


class AskForm(PartForm):
    """Whom to ask, until when."""

    organisations = forms.ModelMultipleChoiceField(
        label=_("Whom to ask"),
        queryset=Organisation.objects.none(),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    due_on = day_field(_("Answer due on"), required=True)

    def __init__(self, *args: Any, choices: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations: Any = self.fields["organisations"]
        organisations.queryset = Organisation.objects.filter(pk__in=[one.pk for one in choices])


class OpinionForm(PartForm):
    """What an asked organisation says."""

    organisation = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Organisation.objects.none()
    )
    section = forms.CharField(
        label=_("Section"),
        max_length=150,
        required=False,
        help_text=_("For example: part II, point 3"),
    )
    text = forms.CharField(
        label=_("Opinion"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    agrees = forms.BooleanField(label=_("We agree, no change wanted"), required=False)

    def __init__(self, *args: Any, choices: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation: Any = self.fields["organisation"]
        organisation.queryset = Organisation.objects.filter(pk__in=[one.pk for one in choices])
        if len(choices) == 1:
            organisation.initial = choices[0]

    def written(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        data = super().written()
        return {"text_of": data.pop("text"), **data}


class DecisionForm(PartForm):
    """What became of an opinion."""

    verdict = forms.ChoiceField(label=_("What became of it"), choices=VERDICTS)
    answer = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for what is not taken over whole."),
    )


class StepForm(PartForm):
    """A step that needs nothing but to be taken; `version` is what the person looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class ReasonForm(PartForm):
    """A step that needs a reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class NumberForm(PartForm):
    """The day of the paper, and a number when it is given by hand."""

    day = day_field(_("Date of issue"), required=True)
    number = forms.CharField(
        label=_("Number"),
        max_length=20,
        required=False,
        help_text=_("Empty: the next of the series."),
    )


class SignForm(PartForm):
    """The signed file, or that it was signed on paper."""

    file = forms.FileField(label=_("Signed file"), max_length=300, required=False)
    on_paper = forms.BooleanField(label=_("Signed on paper"), required=False)


class SealForm(PlacedForm, PartForm):
    """The paper that the certificate of this server signs, and where its mark stands."""

    file = forms.FileField(
        label=_("Final paper (PDF)"),
        max_length=300,
        required=False,
        help_text=_("With its number and its day. Empty: the file named above."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    sha256 = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    field_order = ("file",)

    def written(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        data = super().written()
        return {name: data[name] for name in ("file", "name", "sha256")} | self.place()


class IssueForm(PartForm):
    """When it leaves, and to whom."""

    day = day_field(_("Issued on"), required=True)
    recipients = forms.CharField(
        label=_("Recipients"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
