"""The lists of organisations and of people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.accounts.models import User
from sauro.domains.accounts.permissions import Perm
from sauro.domains.orgs import selectors
from sauro.domains.orgs.labels import ORG_KINDS
from sauro.domains.orgs.models import Organisation, in_force
from sauro.engines import access
from sauro.engines.listing import Column, Listing, filtering, parameters

_EXISTENCE = [("closed", _("Closed")), ("all", _("All, closed ones too"))]


class OrganisationFilter(django_filters.FilterSet):
    """By kind, and whether it still exists."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ORG_KINDS)
    existence = django_filters.ChoiceFilter(
        label=_("Existence"), choices=_EXISTENCE, empty_label=_("In force"), method="by_existence"
    )

    def by_existence(
        self, queryset: QuerySet[Organisation], _name: str, _value: str
    ) -> QuerySet[Organisation]:
        """Nothing more: `filter_queryset` knows the day."""
        return queryset

    def filter_queryset(self, queryset: QuerySet[Organisation]) -> QuerySet[Organisation]:
        """Without a choice only organisations in force on the day are shown."""
        found = super().filter_queryset(queryset)
        choice = self.form.cleaned_data.get("existence")
        day = self.request.today
        if choice == "closed":
            return found.filter(valid_to__lt=day)
        return found if choice == "all" else found.filter(in_force(day))


def _address(organisation: Organisation) -> str:
    return reverse("organisation_detail", args=[organisation.pk])


class OrganisationListing(Listing):
    """Organisations in the order of the tree, with the one above."""

    code = "organisations"
    title = _("Agencies")
    columns = (
        Column("name", _("Name"), sort="sort_key", link=_address, fixed=True),
        Column("short_name", _("Short name"), sort="short_name"),
        Column("kind", _("Kind"), sort="kind"),
        Column("above", _("Part of"), value=lambda one: one.above),
        Column("code", _("Code"), sort="code", default=False),
        Column("email", _("E-mail"), default=False),
        Column("valid_from", _("Valid from"), sort="valid_from", default=False),
        Column("valid_to", _("Valid to"), sort="valid_to", default=False),
    )
    filters = OrganisationFilter
    search = ("folded",)
    order_default = ("is_reference", "path")
    empty_title = _("No agency yet")
    empty_text = _("Agencies of your unit are listed here as soon as an administrator adds them.")

    def narrowed(
        self, asked: parameters.Asked, queryset: QuerySet[Any], asker: filtering.Asker
    ) -> filtering.Filtered:
        """The rows, found by their other names too."""
        found = selectors.named(organisations=queryset, query=asked.query)
        return super().narrowed(replace(asked, query=""), found, asker)

    def decorate(self, rows: list[Any], *, user: Any, today: Any) -> None:  # noqa: ARG002
        """The short name of the organisation above each row, in one query."""
        step = Organisation.steplen
        above = selectors.labels_of(paths={row.path[:-step] for row in rows if row.depth > 1})
        for row in rows:
            row.above = above.get(row.path[:-step], "")


def _role_choices() -> list[tuple[str, Any]]:
    return [(role.code, role.name) for role in access.roles().values()]


class UserFilter(django_filters.FilterSet):
    """By role, and whether the account is open."""

    role = django_filters.ChoiceFilter(label=_("Role"), choices=_role_choices, method="by_role")
    is_active = django_filters.ChoiceFilter(
        label=_("Account"),
        choices=[("true", _("Open")), ("false", _("Locked"))],
        method="by_account",
    )

    def by_role(self, queryset: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """People who hold the role on the day."""
        held = in_force(self.request.today, "role_grants__valid_from", "role_grants__valid_to")
        return queryset.filter(held, role_grants__role=value).distinct()

    def by_account(self, queryset: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Open or locked accounts."""
        return queryset.filter(is_active=value == "true")


class UserListing(Listing):
    """People with an account, and the roles they hold."""

    code = "users"
    title = _("People")
    columns = (
        Column(
            "full_name",
            _("Full name"),
            sort=("full_name", "pk"),
            link=lambda user: reverse("user_detail", args=[user.pk]),
            fixed=True,
        ),
        Column("username", _("User name"), sort="username"),
        Column("roles", _("Roles"), value=lambda user: user.roles_held),
        Column("email", _("E-mail"), sort="email"),
        Column("phone", _("Telephone"), default=False),
        Column(
            "is_active",
            _("Account"),
            value=lambda user: _("Open") if user.is_active else _("Locked"),
        ),
        Column("last_login", _("Last signed in"), sort="last_login", default=False),
    )
    filters = UserFilter
    search = ("folded",)
    order_default = ("full_name", "pk")
    empty_title = _("Nobody yet")
    empty_text = _("People appear here when they get an account and a role.")

    def decorate(self, rows: list[Any], *, user: Any, today: Any) -> None:
        """The roles of the people of one page as far as the reader may see, in one query."""
        roles = access.roles()
        held: dict[int, list[str]] = {}
        grants = selectors.role_grants_over(scope=access.scope(user, Perm.VIEW), day=today)
        for grant in grants.filter(user__in=[row.pk for row in rows]):
            role = roles.get(grant.role)
            name = f"{role.name if role else grant.role} – {grant.organisation.label}"
            held.setdefault(grant.user_id, []).append(name)
        for row in rows:
            row.roles_held = held.get(row.pk, [])
