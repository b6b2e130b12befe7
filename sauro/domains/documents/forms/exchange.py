"""What is typed about electronic documents and signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.edxml import Organ
from sauro.domains.documents.labels import STATUSES
from sauro.domains.documents.models import DocumentFile, ExchangeAddress
from sauro.domains.documents.selectors import Exchanger
from sauro.domains.orgs.models import Organisation
from sauro.engines.office.signing import CopyMark

_LINE = re.compile(r"\s*(\S{1,13})\s*[;,\t ]\s*(.{2,200}?)\s*")


class ReceiveForm(forms.Form):
    """A file that came over the exchange, and who received it."""

    organisation = forms.ModelChoiceField(
        label=_("Receiving organisation"), queryset=Organisation.objects.none()
    )
    file = forms.FileField(
        label=_("File of the message"),
        max_length=300,
        help_text=_("edXML (.edxml, .xml), with its attachments inside."),
        widget=forms.FileInput(attrs={"accept": ".edxml,.xml,text/xml,application/xml"}),
    )
    particulars_only = forms.BooleanField(
        label=_("Of a secret paper take the particulars only, without any content"),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason for refusing"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only when you send the message back: wrong addressee, not responsible …"),
    )

    def __init__(
        self, *args: Any, exchangers: list[Exchanger], may_be_confidential: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["organisation"]
        chosen.queryset = Organisation.objects.filter(
            pk__in=[one.organisation.pk for one in exchangers]
        )
        if exchangers:
            chosen.initial = exchangers[0].organisation
        if not may_be_confidential:
            del self.fields["particulars_only"]


class SendForm(forms.Form):
    """To whom a document is sent."""

    known = forms.MultipleChoiceField(
        label=_("Addressees"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Other addressees"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in a line: code and name, for example 000.00.15.H37 Sở Tài chính"),
    )

    attached = forms.MultipleChoiceField(
        label=_("Files"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        partners: Sequence[ExchangeAddress],
        held: Sequence[DocumentFile],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        attached: Any = self.fields["attached"]
        attached.choices = [(str(one.pk), one.name) for one in held]
        attached.initial = [str(one.pk) for one in held]
        if not held:
            del self.fields["attached"]
        self.names = {one.organ_id: one.organisation.name for one in partners}
        known: Any = self.fields["known"]
        known.choices = [(code, f"{name} ({code})") for code, name in self.names.items()]
        if not self.names:
            del self.fields["known"]

    def clean_others(self) -> list[Organ]:
        """The addressees written line by line."""
        found = []
        for line in self.cleaned_data["others"].splitlines():
            if not line.strip():
                continue
            parts = _LINE.fullmatch(line)
            if parts is None:
                raise forms.ValidationError(
                    _("“%(line)s” is not a code and a name."), params={"line": line[:60]}
                )
            found.append(Organ(parts[1], parts[2]))
        return found

    def chosen_files(self) -> list[int]:
        """The ids of the files that go along."""
        return [int(pk) for pk in self.cleaned_data.get("attached", ())]

    def addressees(self) -> list[Organ]:
        """Everybody chosen or written."""
        chosen = [Organ(code, self.names[code]) for code in self.cleaned_data.get("known", ())]
        return chosen + list(self.cleaned_data["others"])


class AnswerForm(forms.Form):
    """The next answer about a received document."""

    code = forms.ChoiceField(label=_("Answer"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=500)

    def __init__(self, *args: Any, codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code: Any = self.fields["code"]
        code.choices = [(one, f"{one} · {label}") for one, label in STATUSES if one in codes]


class AskBackForm(forms.Form):
    """Why a sent document is asked back."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class AddressForm(forms.Form):
    """The code of an organisation."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none()
    )
    organ_id = forms.CharField(
        label=_("Code for electronic exchange"),
        max_length=13,
        help_text=_("As the operator of the exchange gave it, for example 000.00.15.H37"),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["organisation"]
        chosen.queryset = organisations


_WHOLE = "own"
_MARKS = [(_WHOLE, _("Signature of the agency"))] + [
    (mark.name.lower(), label)
    for mark, label in (
        (CopyMark.WHOLE, _("Copy (SAO Y)")),
        (CopyMark.EXTRACT, _("Extract (TRÍCH SAO)")),
        (CopyMark.RECOPY, _("Copy of a copy (SAO LỤC)")),
    )
]


class PlacedForm(forms.Form):
    """Where a visible mark stands, counted from the top left of a page, in millimetres."""

    page = forms.IntegerField(
        label=_("Page"),
        min_value=-500,
        max_value=500,
        initial=-1,
        required=False,
        help_text=_("-1 is the last page."),
    )
    x_mm = forms.FloatField(
        label=_("From the left (mm)"), min_value=0, max_value=1000, initial=118, required=False
    )
    y_mm = forms.FloatField(
        label=_("From the top (mm)"), min_value=0, max_value=1500, initial=232, required=False
    )

    def place(self) -> dict[str, Any]:
        """The same for the service; pages count from 0 there."""
        data = self.cleaned_data
        page = data["page"] or -1
        given = {name: data[name] for name in ("x_mm", "y_mm") if data[name] is not None}
        return {"page": page - 1 if page > 0 else page, **given}


class SignFileForm(PlacedForm):
    """How a PDF file is signed."""

    mark = forms.ChoiceField(label=_("Kind of signature"), choices=_MARKS, initial=_WHOLE)
    visible = forms.BooleanField(label=_("Show the signature on a page"), required=False)
    field_order = ("mark", "visible")

    def wishes(self) -> dict[str, Any]:
        """What was chosen, for the service."""
        data = self.cleaned_data
        mark = None if data["mark"] == _WHOLE else CopyMark[data["mark"].upper()]
        return {"mark": mark, "visible": data["visible"], **self.place()}


class SignatureForm(forms.Form):
    """A PDF whose signatures are to be checked."""

    file = forms.FileField(
        label=_("PDF file"),
        max_length=300,
        help_text=_("The file is checked and not kept."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
