"""Periods of a province: which are closed, and closing one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.selectors import finding
from sauro.domains.reporting.services import closing
from sauro.domains.reporting.views import asking
from sauro.engines import access, periods


@access.require(Perm.VIEW)
def period_list(request: HttpRequest) -> HttpResponse:
    """The last periods with their closing days and what was frozen."""
    owner = asking.owner_of(request)
    today = clock.today()
    language = get_language() or "vi"
    rows = [
        {
            "code": one.period.code,
            "label": one.period.label(language),
            "day": one.day,
            "final": one.final,
            "reports": one.reports,
            "may_close": one.final is None and one.day < today,
        }
        for one in finding.closings_of(owner=owner, today=today)
    ]
    context = {
        "owner": owner,
        "rows": rows,
        "provinces": finding.provinces_for(user=request.user),
        "may_close": access.allowed(request.user, Perm.CLOSE, owner),
        "may_make_all": access.allowed(request.user, Perm.MAKE_ALL, owner),
    }
    return render(request, "reporting/period_list.html", context)


@access.require(Perm.CLOSE)
@require_POST
def period_close(request: HttpRequest) -> HttpResponse:
    """Freeze the figures of a period, once."""
    owner = asking.owner_of(request)
    try:
        period = periods.parse(request.POST.get("period", ""))
        snapshot = closing.close_period(
            owner=owner, period=period, soon_days=asking.soon_days(), **asking.who(request)
        )
    except NotAllowed:
        raise PermissionDenied from None
    except ValueError:
        messages.error(request, _("There is no such period."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("The figures are frozen as of %(day)s.")
        messages.success(request, said % {"day": f"{snapshot.day:%d/%m/%Y}"})
    return redirect(f"{reverse('period_list')}?owner={owner.code}")
