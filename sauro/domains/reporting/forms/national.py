"""The export of a national system that is compared with ours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ExportForm(forms.Form):
    """Their file."""

    file = forms.FileField(
        label=gettext_lazy("Export of the system"),
        help_text=gettext_lazy(
            "An .xlsx file with the headings of this layout, in any order; other headings are left "
            "out and named. The file is compared and not kept."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def clean_file(self) -> Any:
        """A file of a size the server takes."""
        found = self.cleaned_data["file"]
        if (found.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("The files are larger than this server takes."))
        return found
