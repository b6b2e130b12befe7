"""A programme as a file: the annex of its plan, or the results month by month."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.programmes import annexes
from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.views import asking
from sauro.engines import access
from sauro.engines.jobs import addresses
from sauro.engines.jobs import views as job_views


@access.logged_in
def programme_export(request: HttpRequest, code: str) -> HttpResponse:
    """What the person sees of a programme, as `?format=xlsx|docx` and `?kind=`; `?year=`."""
    programme = asking.programme_or_404(request, code)
    kind = _one_of(request.GET.get("kind", ""), annexes.KINDS, annexes.ALL)
    file_format = _one_of(request.GET.get("format", ""), annexes.FORMATS, annexes.XLSX)
    year = request.GET.get("year", "")
    name = f"{programme.code}-{kind}.{file_format}"
    try:
        if addresses.background(request) is None and is_long(programme):
            return job_views.later(request, title=name)
        data = annexes.write(
            programme=programme,
            user=request.user,
            kind=kind,
            file_format=file_format,
            year=int(year) if year.isdecimal() and len(year) == 4 else clock.today().year,
        )
    except DomainError as refusal:
        messages.info(request, str(refusal))
        return HttpResponseRedirect(reverse("programme_detail", args=[programme.code]))
    return HttpResponse(
        data,
        content_type=annexes.MEDIA[file_format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def is_long(programme: Programme) -> bool:
    """Whether the file takes longer than a page may."""
    return programme.tasks.count() + programme.targets.count() > addresses.MANY_ROWS


def _one_of(value: str, known: tuple[str, ...], default: str) -> str:
    return value if value in known else default
