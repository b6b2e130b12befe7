"""What is typed about a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents import rules, services
from sauro.domains.documents.labels import FLOWS, KINDS, RELATIONS, SECRECY, URGENCY
from sauro.domains.documents.models import Document
from sauro.domains.documents.rules import DocumentFlow, Secrecy, Urgency
from sauro.domains.orgs.models import Organisation

PARTS = ("number", "symbol", "issued_on", "issuer_name", "kind", "abstract", "flow")
DETAILS = (
    "valid_from",
    "valid_until",
    "urgency",
    "signer_name",
    "signer_position",
    "recipients",
    "page_amount",
    "copies",
    "language",
    "answer_due_on",
)
ARRIVAL = ("arrived_on", "arrival_number", "passed_to", "due_on")


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day, picked or typed."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required, help_text=help_text)


class DocumentForm(forms.Form):
    """The particulars of a document; one written line can fill in the parts."""

    reference = forms.CharField(
        label=_("As it is cited"),
        max_length=1000,
        required=False,
        help_text=_(
            "One line, for example: Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị"
        ),
    )
    flow = forms.ChoiceField(
        label=_("Way"), choices=FLOWS, initial=DocumentFlow.INCOMING.value, required=False
    )
    number = forms.CharField(
        label=_("Number"),
        max_length=20,
        required=False,
        help_text=_("Empty for what goes out or stays inside: the next of the series."),
    )
    symbol = forms.CharField(
        label=_("Symbol"), max_length=60, help_text=_("For example KH-UBND, NQ/TW, 2025/NĐ-CP")
    )
    issued_on = day_field(_("Date of issue"), required=True)
    issuer_name = forms.CharField(
        label=_("Issuer"), max_length=250, widget=forms.TextInput(attrs={"list": "issuers"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *KINDS], required=False)
    abstract = forms.CharField(
        label=_("Abstract"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    secrecy = forms.ChoiceField(label=_("Secrecy"), choices=SECRECY, initial=Secrecy.OPEN.value)
    owner = forms.ModelChoiceField(label=_("Kept by"), queryset=Organisation.objects.none())
    arrived_on = day_field(_("Arrived on"), help_text=_("Gives it the next arrival number."))
    arrival_number = forms.IntegerField(
        label=_("Arrival number"),
        min_value=1,
        max_value=999_999,
        required=False,
        help_text=_("Only to enter an older register by hand."),
    )
    passed_to = forms.CharField(label=_("Passed to"), max_length=250, required=False)
    due_on = day_field(_("To be dealt with by"))
    valid_from = day_field(_("In force from"), help_text=_("Empty: from its date."))
    valid_until = day_field(_("In force until"), help_text=_("Its last day."))
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=URGENCY, initial=Urgency.NORMAL.value, required=False
    )
    signer_name = forms.CharField(label=_("Signer"), max_length=100, required=False)
    signer_position = forms.CharField(
        label=_("Position of the signer"), max_length=150, required=False
    )
    recipients = forms.CharField(
        label=_("Recipients"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    page_amount = forms.IntegerField(
        label=_("Number of pages"), min_value=1, max_value=100_000, required=False
    )
    copies = forms.IntegerField(
        label=_("Number of copies"), min_value=1, max_value=100_000, required=False
    )
    language = forms.CharField(label=_("Language"), max_length=10, initial="vi", required=False)
    answer_due_on = day_field(_("Answer due on"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self, *args: Any, keepers: list[Organisation], may_be_confidential: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_confidential:
            del self.fields["secrecy"]
        owner: Any = self.fields["owner"]
        owner.queryset = Organisation.objects.filter(pk__in=[one.pk for one in keepers])
        if len(keepers) == 1:
            owner.initial = keepers[0]
        if not keepers:
            for name in ("owner", *ARRIVAL):
                del self.fields[name]

    def particulars(self) -> services.Particulars:
        """What was typed, as the services take it."""
        data = self.cleaned_data
        return services.Particulars(
            secrecy=data.get("secrecy") or Secrecy.OPEN.value,
            details=services.Details(**{name: data[name] for name in DETAILS} | _plain(data)),
            **{name: data[name] for name in PARTS},
        )

    def arrival(self) -> services.NewArrival | None:
        """When it arrived, if that was said."""
        data = self.cleaned_data
        if not data.get("arrived_on"):
            return None
        return services.NewArrival(
            arrived_on=data["arrived_on"],
            number=data["arrival_number"],
            passed_to=data["passed_to"],
            due_on=data["due_on"],
        )


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "urgency": data["urgency"] or Urgency.NORMAL.value,
        "language": data["language"] or "vi",
    }


def filled_in(data: Any) -> Any:
    """The posted fields, the empty ones filled from the line in which the document is cited."""
    found = rules.parse_reference(data.get("reference", ""))
    filled = data.copy()
    parts = {
        "number": found.number,
        "symbol": found.symbol,
        "issued_on": found.issued_on.isoformat() if found.issued_on else "",
        "issuer_name": found.issuer,
        "kind": found.kind.value if found.kind else "",
        "abstract": found.abstract,
    }
    for name, value in parts.items():
        if value and not filled.get(name, "").strip():
            filled[name] = value
    return filled


def values_of(document: Document) -> dict[str, Any]:
    """The fields of the form as a document holds them."""
    names = (*PARTS, *DETAILS, "secrecy", "owner", "version")
    return {name: getattr(document, name) for name in names}


class RelationForm(forms.Form):
    """What a document does to another one."""

    relation = forms.ChoiceField(label=_("This document"), choices=RELATIONS)
    target = forms.CharField(
        label=_("Which document"),
        max_length=300,
        help_text=_("Number and symbol, and the date when two have the same."),
        widget=forms.TextInput(attrs={"list": "documents"}),
    )


class ClauseForm(forms.Form):
    """A part of a document that gives a mandate."""

    label = forms.CharField(label=_("Clause"), max_length=80)
    content = forms.CharField(
        label=_("Wording"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class FileForm(forms.Form):
    """A file to attach."""

    file = forms.FileField(
        label=_("File"), max_length=300, help_text=_("PDF, Word, Excel, PowerPoint, PNG or JPG.")
    )
