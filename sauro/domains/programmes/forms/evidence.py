"""Files and links that come with what is said, in any form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.domains.programmes.inputs import FilesInput, KeptInput
from sauro.domains.programmes.services.evidence import Proof


class ManyFiles(forms.FileField):
    """Several uploaded files; each is checked by the service that keeps it."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files in the order in which they were chosen."""
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFiles, self).clean(one, initial) for one in chosen if one]


class EvidenceForm(forms.Form):
    """Evidence, the version that was looked at, and the key of the request; say the rest above."""

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
