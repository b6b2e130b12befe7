"""The files of an upload of Excel forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_FILES = 200


class ManyFiles(forms.FileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, each of a size the server takes."""

    widget = ManyFiles(attrs={"accept": ".xlsx,.xls,.zip", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files, at least one."""
        given = data if isinstance(data, list | tuple) else [data]
        found = [super(ManyFilesField, self).clean(one, initial) for one in given or [None]]
        if len(found) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(n)s files at once; more fit into a zip file.") % {"n": MOST_FILES}
            )
        if sum(one.size or 0 for one in found) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("The files are larger than this server takes."))
        return found


class FilesForm(forms.Form):
    """Which Excel forms are loaded."""

    given = ManyFilesField(
        label=gettext_lazy("Filled-in Excel forms"),
        help_text=gettext_lazy("One or many .xlsx files, or a .zip that holds them."),
    )
