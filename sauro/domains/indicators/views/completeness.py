"""Who has handed in a form and when: a table of units and periods, who is missing, a reminder."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.core.htmx import fragment
from sauro.domains.indicators import filling, handing_in, rules
from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.selectors import forms, missing, visibility, work
from sauro.domains.indicators.selectors.missing import Owing
from sauro.domains.indicators.services import reminding
from sauro.domains.indicators.views.sheets_excel import file_answer
from sauro.engines import access

_ROWS = 50


@access.logged_in
@require_GET
def completeness(request: HttpRequest) -> HttpResponse:
    """Units by periods for one form, in colours and words, with n of m for each period."""
    if not missing.may_see(user=request.user):
        raise PermissionDenied
    known = list(visibility.visible_forms(user=request.user))
    wanted = request.GET.get("form", "")
    form = next((one for one in known if str(one.pk) == wanted), known[0] if known else None)
    context: dict[str, Any] = {"forms": known, "form": form, "key": handing_in.key_of_colours()}
    if form is not None:
        asked: dict[str, Any] = {"form": form, "user": request.user, "day": clock.today()}
        page = Paginator(work.units_followed(**asked), _ROWS).get_page(request.GET.get("page"))
        table = work.completeness(**asked, units=list(page.object_list))
        heads = handing_in.heads_of(table)
        rows = handing_in.rows_of(table, table.units, heads)
        context |= {"page": page, "heads": heads, "rows": rows}
    return render(request, fragment(request, "indicators/completeness.html", "rows"), context)


@access.logged_in
@require_GET
def completeness_missing(request: HttpRequest, data_set_id: int, period: int) -> HttpResponse:
    """Who has not handed in for a period, with addresses to write to; also as an Excel file."""
    form, rows = _owing(request, data_set_id, period)
    if request.GET.get("format") == "xlsx":
        code = rules.period_at(form.periodicity, period).code
        name = f"{form.code} - {code} - {_('Not handed in')}.xlsx"
        return file_answer(handing_in.workbook_of(form, period, rows), name)
    due = forms.timing_of(form=form, period=period).due_on
    subject, text = handing_in.words_of_letter(form, period, due, clock.today())
    query = urlencode({"subject": subject, "body": text}, quote_via=quote)
    letters = handing_in.letters_to(rows)
    context = {
        "form": form,
        "period": period,
        "label": filling.label_of(form, period),
        "due": due,
        "rows": handing_in.owing_in_words(rows),
        "letters": [{"to": one, "url": f"mailto:?bcc={quote(one)}&{query}"} for one in letters],
        "last": missing.last_reminder(form=form, period=period),
        "may_remind": missing.may_remind(user=request.user, form=form) and rows,
    }
    return render(request, "indicators/completeness_missing.html", context)


@access.logged_in
@require_POST
def figure_remind(request: HttpRequest, data_set_id: int, period: int) -> HttpResponse:
    """Note that the missing units are reminded, and show whom to write to."""
    form = missing.form_for(user=request.user, data_set_id=data_set_id)
    if form is None:
        raise Http404
    try:
        found = reminding.remind(form=form, period=period, by=request.user, at=clock.now())
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("completeness")
    words = ngettext(
        "The reminder of %(n)s unit was noted. Send it with the addresses below.",
        "The reminder of %(n)s units was noted. Send it with the addresses below.",
        len(found),
    )
    messages.success(request, words % {"n": len(found)})
    return redirect("completeness_missing", data_set_id=form.pk, period=period)


def _owing(request: HttpRequest, data_set_id: int, period: int) -> tuple[DataSet, list[Owing]]:
    """The form and the units that have not handed it in; 404 for a period not yet opened."""
    form = missing.form_for(user=request.user, data_set_id=data_set_id)
    if form is None:
        raise Http404
    day = clock.today()
    table = missing.table_of(form=form, user=request.user, day=day, period=period)
    if table is None:
        raise Http404
    return form, missing.owing(table=table, period=period, day=day)
