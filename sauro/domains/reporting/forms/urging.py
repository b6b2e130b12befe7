"""What people choose for urging letters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.inputs import DayInput, offer_rows
from sauro.domains.reporting.sections.urging import LetterHead
from sauro.domains.reporting.services.urging import LONGEST, LetterOrder

ANSWER_DAYS = 10


class LetterForm(forms.Form):
    """Until when an answer is asked, the text, and what stands around it."""

    answer_by = forms.DateField(label=_("Answer asked by"), widget=DayInput())
    issuer = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Issued by"), empty_label=None
    )
    template = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true"}),
        help_text=_(
            "One paragraph a line. Words in braces, such as {agency} or {late}, are filled in for "
            "each letter; [[bảng 1]] is the place of the table."
        ),
    )
    place = forms.CharField(label=_("Place"), max_length=100)
    parent = forms.CharField(label=_("Parent agency"), max_length=250, required=False)
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
    position = forms.CharField(label=_("Position of the signer"), max_length=150, required=False)
    name = forms.CharField(label=_("Signer"), max_length=100, required=False)
    recipients = forms.CharField(
        label=_("Recipients"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One recipient a line."),
    )

    def __init__(self, *args: Any, issuers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer_rows(self, "issuer", issuers)

    @property
    def head(self) -> LetterHead:
        """What stands around the text; the symbol follows from the issuer."""
        found = self.cleaned_data
        lines = (line.strip().rstrip(";.") for line in found["recipients"].splitlines())
        return LetterHead(
            issuer="",
            symbol="",
            place=found["place"],
            parent=found["parent"],
            recipients=tuple(line for line in lines if line),
            on_behalf=found["on_behalf"],
            authority=found["authority"],
            position=found["position"],
            name=found["name"],
        )

    def order(
        self, owner: Organisation, agencies: tuple[int, ...], *, together: bool
    ) -> LetterOrder:
        """What is wanted."""
        found = self.cleaned_data
        return LetterOrder(
            owner=owner,
            issuer=found["issuer"],
            agencies=agencies,
            together=together,
            answer_by=found["answer_by"],
            template=found["template"],
            head=self.head,
        )


def first_values(order: LetterOrder, head: LetterHead, template: str) -> dict[str, Any]:
    """The form before anybody changed it."""
    return {
        "answer_by": order.answer_by,
        "issuer": order.issuer.pk,
        "template": template,
        "place": head.place,
        "parent": head.parent,
        "on_behalf": head.on_behalf,
        "authority": head.authority,
        "position": head.position,
        "name": head.name,
        "recipients": "\n".join(head.recipients),
    }


def usual_day(today: date) -> date:
    """The day by which an answer is usually asked: a working day ten days ahead."""
    day = today + timedelta(days=ANSWER_DAYS)
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
