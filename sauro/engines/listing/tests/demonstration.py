"""A list of recorded events, with which the engine is tried without any domain."""

from __future__ import annotations

from datetime import UTC, date, datetime

import django_filters
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import get_template
from django.urls import path

from sauro.engines.access import logged_in
from sauro.engines.history.models import Event
from sauro.engines.listing import BulkAction, Column, Listing, urls

KINDS = [("a.made", "Made"), ("a.changed", "Changed <b>")]
START = datetime(2025, 1, 1, 2, 0, tzinfo=UTC)


class EventFilter(django_filters.FilterSet):
    """A choice, a day, a number and people: one of each sort of field."""

    kind = django_filters.ChoiceFilter(label="Kind", choices=KINDS)
    since = django_filters.DateFilter(label="Since", field_name="at", lookup_expr="date__gte")
    by_id = django_filters.NumberFilter(label="Person")
    user = django_filters.ModelChoiceFilter(
        label="Account", field_name="by_id", queryset=lambda asker: get_user_model().objects.all()
    )
    span = django_filters.RangeFilter(label="Span", field_name="by_id")


class EventListing(Listing):
    """Events."""

    code = "events"
    title = "Events"
    columns = (
        Column("id", "No.", sort="id", align="end"),
        Column(
            "subject_label",
            "Subject",
            sort="subject_label",
            link=lambda row: f"/e/{row.pk}/",
            fixed=True,
        ),
        Column("kind", "Kind", sort="kind"),
        Column("at", "When", sort="at"),
        Column("day", "Day", value=lambda row: row.at.date(), default=False),
        Column("note", "Note", default=False),
    )
    filters = EventFilter
    search = ("note",)
    order_default = ("-at",)
    bulk_actions = (BulkAction("verify", "Verify", lambda: "/bulk/", icon="check"),)

    def decorate(self, rows, *, user, today) -> None:
        for row in rows:
            row.decorated = True


def event(number: int, **values) -> Event:
    """An event that is not yet stored."""
    return Event(
        kind=values.pop("kind", "a.made"),
        subject_type="x.y",
        subject_id=str(number),
        subject_label=values.pop("label", f"Subject {number}"),
        by_id=values.pop("by_id", number),
        by_name="Ann",
        at=values.pop("at", START.replace(minute=number % 60, day=1 + number % 28)),
        note=values.pop("note", ""),
        **values,
    )


@logged_in
def event_list(request: HttpRequest) -> HttpResponse:
    """The list as a page would show it."""
    listing = EventListing()
    events = Event.objects.all()
    if answer := listing.download(request, events, today=date(2025, 6, 10)):
        return answer
    page = listing.read(params=request.GET, queryset=events, user=request.user)
    template = get_template("listing/list.html").template
    context = {"list": page, "request": request, "csrf_token": get_token(request)}
    return HttpResponse(template.render(Context(context)))


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing: the pages of errors belong to the shell."""
    return HttpResponse(status=404)


urlpatterns = [
    path("events/", event_list, name="event_list"),
    path("in/", event_list, name="account_login"),
    *urls.urlpatterns,
]
