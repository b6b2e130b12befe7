"""One report for each commune or agency of a province, as background work."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.forms.choosing import MassForm
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.selectors import finding
from sauro.domains.reporting.services import closing, mass
from sauro.domains.reporting.views import asking
from sauro.engines import access


@access.require(Perm.MAKE_ALL)
def report_mass(request: HttpRequest) -> HttpResponse:
    """Which reports of which period; the work then has a page of its own."""
    owner = asking.owner_of(request, Perm.MAKE_ALL)
    form = _form(request, owner)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                job = _started(request, owner, form.cleaned_data)
            except NotAllowed:
                raise PermissionDenied from None
            except DomainError as refusal:
                form.add_error(
                    refusal.field if refusal.field in form.fields else None, str(refusal)
                )
            else:
                return redirect("job_detail", job.pk)
    context = {"form": form, "owner": owner, "provinces": asking.provinces(request, Perm.MAKE_ALL)}
    return render(request, "reporting/report_mass.html", context, status=status)


def _form(request: HttpRequest, owner: Organisation) -> MassForm:
    today = clock.today()
    closings = finding.closings_of(owner=owner, today=today)
    over = next((one.period.code for one in closings if one.day < today), "")
    return MassForm(
        request.POST or None,
        closings=closings,
        language=get_language() or "vi",
        initial={"definition": "commune", "period": request.GET.get("period", over)},
    )


def _started(request: HttpRequest, owner: Organisation, found: dict[str, Any]) -> Any:
    snapshot = closing.take_snapshot(
        owner=owner, period=found["period"], soon_days=asking.soon_days(), **asking.who(request)
    )
    return mass.start(snapshot=snapshot, definition=found["definition"], **asking.who(request))
