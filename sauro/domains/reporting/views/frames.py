"""The Word frames of reports: the present one, a province's own, and away with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.reporting.definitions import Definition, definitions
from sauro.domains.reporting.files import DOCX
from sauro.domains.reporting.forms.choosing import TemplateForm
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.selectors import templates as selectors
from sauro.domains.reporting.services import framing
from sauro.domains.reporting.views import asking
from sauro.engines import access
from sauro.engines.office.papers.templates import PLACEHOLDERS


@access.require(Perm.MAKE_ALL)
def frame_list(request: HttpRequest) -> HttpResponse:
    """Every kind of report with the frame that is used."""
    owner = asking.owner_of(request, Perm.MAKE_ALL)
    context = {
        "owner": owner,
        "rows": selectors.frames_of(owner=owner),
        "provinces": asking.provinces(request, Perm.MAKE_ALL),
        "placeholders": PLACEHOLDERS.items(),
    }
    return render(request, "reporting/frame_list.html", context)


@access.require(Perm.MAKE_ALL)
def frame_file(request: HttpRequest, code: str) -> HttpResponse:
    """The present frame as a Word file, to begin one's own from."""
    definition, owner = _or_404(code), asking.owner_of(request, Perm.MAKE_ALL)
    answer = HttpResponse(
        selectors.frame_file(owner=owner, definition=definition), content_type=DOCX
    )
    answer["Content-Disposition"] = f'attachment; filename="mau-bao-cao-{definition.code}.docx"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@access.require(Perm.MAKE_ALL)
def frame_set(request: HttpRequest, code: str) -> HttpResponse:
    """A frame of the province in the place of the present one."""
    definition, owner = _or_404(code), asking.owner_of(request, Perm.MAKE_ALL)
    form = TemplateForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                framing.set_template(
                    owner=owner,
                    definition=definition.code,
                    content=form.content,
                    name=form.cleaned_data["file"].name,
                    **asking.who(request),
                )
            except NotAllowed:
                raise PermissionDenied from None
            except DomainError as refusal:
                form.add_error("file", str(refusal))
            else:
                messages.success(request, _("Reports of this kind use the new frame."))
                return redirect(_list(owner))
    context = {"form": form, "owner": owner, "definition": definition}
    context |= {"placeholders": PLACEHOLDERS.items()}
    return render(request, "reporting/frame_form.html", context, status=status)


@access.require(Perm.MAKE_ALL)
@require_POST
def frame_remove(request: HttpRequest, code: str) -> HttpResponse:
    """The frame that comes with the product again."""
    definition, owner = _or_404(code), asking.owner_of(request, Perm.MAKE_ALL)
    framing.remove_template(owner=owner, definition=definition.code, **asking.who(request))
    messages.success(request, _("Reports of this kind use the frame of the product again."))
    return redirect(_list(owner))


def _or_404(code: str) -> Definition:
    found = definitions().get(code)
    if found is None:
        raise Http404
    return found


def _list(owner: Any) -> str:
    return f"{reverse('frame_list')}?owner={owner.code}"
