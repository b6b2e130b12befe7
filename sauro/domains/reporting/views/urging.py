"""Agencies with late tasks, and the letters that urge them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.reporting import letter_page
from sauro.domains.reporting.forms.urging import LetterForm, first_values, usual_day
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.sections import urging as sections
from sauro.domains.reporting.selectors import finding
from sauro.domains.reporting.selectors import urging as selectors
from sauro.domains.reporting.services import urging
from sauro.domains.reporting.services.urging import LetterOrder
from sauro.domains.reporting.views import asking
from sauro.engines import access


@access.require(Perm.MAKE_ALL)
def urging_list(request: HttpRequest) -> HttpResponse:
    """Agencies with late tasks today, and the last letters."""
    owner = asking.owner_of(request)
    today = clock.today()
    late = selectors.late_agencies(owner=owner, as_of=_as_of())
    context = {
        "owner": owner,
        "provinces": finding.provinces_for(user=request.user),
        "today": today,
        "rows": letter_page.rows_of(owner, late, today),
        "letters": letter_page.letters_of(request.user, owner),
    }
    return render(request, "reporting/urging_list.html", context)


@access.require(Perm.MAKE_ALL)
def urging_write(request: HttpRequest) -> HttpResponse:
    """The text of the letters before they are drafts, with the first letter as it will look."""
    owner = asking.owner_of(request)
    order = _order(request, owner)
    try:
        late = urging.chosen_of(order=order, as_of=_as_of())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('urging_list')}?owner={owner.code}")
    form, status = _form(request, order), 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (answer := _answered(request, form, order)):
            return answer
        order = letter_page.as_typed(form, order)
    context = letter_page.writing_context(form, order, late, clock.today())
    return render(request, "reporting/urging_form.html", context, status=status)


def _as_of() -> AsOf:
    today = clock.today()
    return AsOf(today, today, asking.soon_days())


def _order(request: HttpRequest, owner: Organisation) -> LetterOrder:
    """What the address asks for: agencies by id, one letter each or one to all."""
    asked = request.POST if request.method == "POST" else request.GET
    wanted = tuple(int(one) for one in asked.getlist("agency") if one.isdecimal() and len(one) < 12)
    together = asked.get("way") == "together"
    return LetterOrder(owner, owner, wanted, together, usual_day(clock.today()))


def _form(request: HttpRequest, order: LetterOrder) -> LetterForm:
    issuers = finding.makers_for(user=request.user, owner=order.owner, day=clock.today())
    if request.method == "POST":
        return LetterForm(request.POST, issuers=issuers)
    head = selectors.head_for(issuer=order.issuer, owner=order.owner)
    together = order.together and len(order.agencies) > 1
    first = first_values(order, head, sections.template_of(together=together))
    return LetterForm(issuers=issuers, initial=first)


def _answered(request: HttpRequest, form: LetterForm, order: LetterOrder) -> HttpResponse | None:
    """Show how the letters look now, or make them; nothing when something is refused."""
    if request.POST.get("action") == "preview":
        return None
    wanted = form.order(order.owner, order.agencies, together=order.together)
    try:
        made = urging.make_letters(
            order=wanted, soon_days=asking.soon_days(), **asking.who(request)
        )
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        field: Any = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
        return None
    return _led_on(request, made, order.owner)


def _led_on(request: HttpRequest, made: urging.Made, owner: Organisation) -> HttpResponse:
    words = ngettext("%(n)s letter was drafted.", "%(n)s letters were drafted.", made.new)
    if made.new:
        messages.success(request, words % {"n": made.new})
    else:
        messages.info(request, _("These agencies were urged about the same tasks today already."))
    if len(made.letters) == 1:
        return redirect("draft_detail", made.letters[0].draft_id)
    return redirect(f"{reverse('urging_list')}?owner={owner.code}")
