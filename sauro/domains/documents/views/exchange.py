"""Electronic exchange: the log, receiving, sending, answering, codes of organisations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.core.htmx import fragment
from sauro.domains.documents import selectors, services
from sauro.domains.documents.edxml import EdxmlError, Fault
from sauro.domains.documents.forms import (
    AddressForm,
    AnswerForm,
    AskBackForm,
    ReceiveForm,
    SendForm,
)
from sauro.domains.documents.labels import STATUSES
from sauro.domains.documents.listings import ExchangeListing
from sauro.domains.documents.models import Document, ExchangeMessage
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.views.showing import document_or_404
from sauro.domains.documents.views.standing import tabs
from sauro.engines import access
from sauro.engines.office import downloads

_STATUSES = dict(STATUSES)


@access.require(Perm.EXCHANGE)
def exchange_log(request: HttpRequest) -> HttpResponseBase:
    """Messages in and out of the person's organisations."""
    listing = ExchangeListing()
    found = selectors.messages_visible(user=request.user)
    if answer := listing.download(request, found):
        return answer
    page = listing.read(params=request.GET, queryset=found, user=request.user)
    context = {"list": page, "tabs": tabs(request, "exchange_log")}
    return render(request, fragment(request, "documents/exchange_log.html", "rows"), context)


@access.require(Perm.EXCHANGE)
def exchange_receive(request: HttpRequest) -> HttpResponse:
    """Take a message in, or send it back with a reason."""
    form = _receive_form(request, *_posted(request))
    if request.method != "POST":
        return _receive_page(request, form)
    if not form.is_valid():
        return _receive_page(request, form, status=422)
    try:
        receipt = _taken(request, form)
    except EdxmlError as refusal:
        form.add_error("file", _("The message has faults and was not registered."))
        return _receive_page(request, form, status=422, faults=refusal.faults)
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        first = getattr(refusal, "first", None)
        return _receive_page(request, form, status=refusal.status, first=first)
    if receipt.is_new:
        messages.success(request, _("The message is in the log."))
    else:
        messages.info(request, _("This message was received before."))
    return redirect("exchange_message", receipt.message.pk)


@access.require(Perm.EXCHANGE)
def exchange_message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: what it carried, who answered what, and the next answer."""
    return _show(request, _message(request, pk))


@access.require(Perm.EXCHANGE)
def exchange_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file of a message, as a download."""
    message = _message(request, pk)
    name = f"{message.reference.replace('/', '-') or message.pk}-{message.pk}.edxml"
    return downloads.attachment(message.payload, name=name, content_type="application/xml")


@access.require(Perm.EXCHANGE)
@require_POST
def exchange_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a received document."""
    message = _message(request, pk)
    form = AnswerForm(request.POST, codes=services.answers_open(message), auto_id="answer_%s")
    if not form.is_valid():
        return _show(request, message, status=422, answer_form=form)
    try:
        services.answer_message(
            message=message, **form.cleaned_data, by=request.user, at=clock.now()
        )
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _show(request, message, status=refusal.status, answer_form=form)
    messages.success(request, _("The answer is ready to be sent."))
    return redirect("exchange_message", pk)


@access.require(Perm.EXCHANGE)
@require_POST
def exchange_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a sent document back."""
    message = _message(request, pk)
    form = AskBackForm(request.POST, auto_id="recall_%s")
    if not form.is_valid():
        return _show(request, message, status=422, recall_form=form)
    try:
        made = services.ask_recall(
            message=message, **form.cleaned_data, by=request.user, at=clock.now()
        )
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _show(request, message, status=refusal.status, recall_form=form)
    messages.success(request, _("The message is ready to be sent."))
    return redirect("exchange_message", made.pk)


@access.require(Perm.EXCHANGE)
def exchange_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an issued document to chosen addressees."""
    document = document_or_404(request, pk)
    if not access.allowed(request.user, Perm.EXCHANGE, document):
        raise PermissionDenied
    own = selectors.address_of(organisation=document.owner)
    partners = [one for one in selectors.partners() if one.organ_id != own]
    form = SendForm(_posted(request)[0], partners=partners, held=list(document.files.all()))
    if request.method != "POST" or not form.is_valid():
        return _send_page(request, form, document, status=422 if form.is_bound else 200)
    try:
        message = services.send_document(
            document=document,
            addressees=form.addressees(),
            files=form.chosen_files(),
            by=request.user,
            at=clock.now(),
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _send_page(request, form, document, status=refusal.status)
    messages.success(request, _("The message is ready to be sent."))
    return redirect("exchange_message", message.pk)


@access.require(Perm.EXCHANGE)
def exchange_addresses(request: HttpRequest) -> HttpResponse:
    """The codes of organisations for electronic exchange."""
    organisations = selectors.organisations_of_exchange(user=request.user)
    form = AddressForm(_posted(request)[0], organisations=organisations)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.set_exchange_address(**form.cleaned_data, by=request.user, at=clock.now())
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("Saved."))
            return redirect("exchange_addresses")
    elif request.method == "POST":
        status = 422
    context = {
        "form": form,
        "addresses": selectors.exchangers(user=request.user),
        "tabs": tabs(request, "exchange_log"),
    }
    return render(request, "documents/exchange_addresses.html", context, status=status)


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    """What was posted, even when it is empty; nothing when the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _message(request: HttpRequest, pk: int) -> ExchangeMessage:
    found = selectors.messages_visible(user=request.user)
    return get_object_or_404(found, pk=pk)


def _receive_form(request: HttpRequest, *data: Any) -> ReceiveForm:
    return ReceiveForm(
        *data,
        exchangers=selectors.exchangers(user=request.user),
        may_be_confidential=access.can(request.user, Perm.MANAGE_CONFIDENTIAL),
    )


def _taken(request: HttpRequest, form: ReceiveForm) -> services.Receipt:
    """Registered, or refused when that button was pressed."""
    data = form.cleaned_data
    given = {
        "data": data["file"].read(),
        "organisation": data["organisation"],
        "by": request.user,
        "at": clock.now(),
    }
    if "refuse" in request.POST:
        return services.refuse_message(reason=data["reason"], **given)
    particulars_only = bool(data.get("particulars_only"))
    return services.receive_message(particulars_only=particulars_only, **given)


def _receive_page(
    request: HttpRequest,
    form: ReceiveForm,
    *,
    status: int = 200,
    faults: tuple[Fault, ...] = (),
    first: Document | None = None,
) -> HttpResponse:
    visible = selectors.documents_visible(user=request.user)
    context = {
        "form": form,
        "faults": faults,
        "first": visible.filter(pk=first.pk).first() if first else None,
        "has_code": bool(selectors.exchangers(user=request.user)),
        "tabs": tabs(request, "exchange_log"),
    }
    return render(request, "documents/exchange_receive.html", context, status=status)


def _send_page(
    request: HttpRequest, form: SendForm, document: Document, *, status: int
) -> HttpResponse:
    context = {"form": form, "document": document}
    return render(request, "documents/exchange_send.html", context, status=status)


def _show(
    request: HttpRequest, message: ExchangeMessage, *, status: int = 200, **forms: Form
) -> HttpResponse:
    codes = services.answers_open(message) if message.is_received_document else ()
    visible = selectors.documents_visible(user=request.user)
    answers = selectors.messages_visible(user=request.user).filter(answers=message)
    context = {
        "message": message,
        "title": _("secret paper") if message.secret else message.reference or message.pk,
        "document": visible.filter(pk=message.document_id or 0).first(),
        "faults": [Fault(**fault) for fault in message.faults],
        "deliveries": message.deliveries.all(),
        "answered": answers.order_by("at", "id"),
        "answer_form": forms.get("answer_form")
        or (AnswerForm(codes=codes, auto_id="answer_%s") if codes else None),
        "recall_form": forms.get("recall_form")
        or (AskBackForm(auto_id="recall_%s") if message.is_sent_document else None),
        "status": _STATUSES.get(message.code, ""),
    }
    return render(request, "documents/exchange_message.html", context, status=status)
