"""What a person says when he decides."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    """Why a form is returned."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    """The answer to a proposed figure; a refusal needs one."""

    answer = forms.CharField(label=_("Answer"), max_length=2000, required=False)
