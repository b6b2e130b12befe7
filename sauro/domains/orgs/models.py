"""Organisations in a tree, their names, positions, bodies and the roles people hold."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from sauro.domains.orgs.labels import BODY_ROLES, ORG_KINDS
from sauro.domains.orgs.rules import BodyRole, OrgKind


def in_force(day: date, start: str = "valid_from", end: str = "valid_to") -> Q:
    """Rows whose validity covers a day; an open end is still valid."""
    return Q(**{f"{start}__lte": day}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": day}))


def ordered_dates(start: str, end: str, name: str) -> models.CheckConstraint:
    """The end of a validity is not before its start."""
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": models.F(start)}), name=name
    )


class OrganisationQuerySet(MP_NodeQuerySet):
    """Filters of organisations."""

    def in_force(self, day: date) -> Any:
        """Those that exist on a day."""
        return self.filter(in_force(day))

    def under(self, path: str) -> Any:
        """A node and everything below it."""
        return self.filter(path__startswith=path)


class OrganisationManager(MP_NodeManager):
    """The tree's own manager, answering with the filters above."""

    def get_queryset(self) -> OrganisationQuerySet:
        rows = OrganisationQuerySet(self.model, using=self._db)
        ordered: OrganisationQuerySet = rows.order_by("path")
        return ordered

    def in_force(self, day: date) -> Any:
        """Those that exist on a day."""
        return self.get_queryset().in_force(day)


class Organisation(MP_Node):
    """An agency, a body, a firm or a province's root; a closed one hangs below its successor."""

    unit = models.ForeignKey(
        "territory.Unit", on_delete=models.PROTECT, null=True, related_name="organisations"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ORG_KINDS)
    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    folded = models.CharField(max_length=320, editable=False, db_index=True)
    sort_key = models.CharField(max_length=500, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    is_reference = models.BooleanField(
        default=False, help_text="on the national list, known to every province"
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = OrganisationManager()

    if TYPE_CHECKING:  # the tree's base class says nothing of its types
        _default_manager: ClassVar[models.Manager[Organisation]]

    class Meta:
        ordering = ("path",)
        constraints = [ordered_dates("valid_from", "valid_to", "organisation_dates")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class OrganisationAlias(models.Model):
    """Another way in which people write an organisation's name."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=250)
    folded = models.CharField(max_length=250, db_index=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "folded"], name="organisation_alias")
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One organisation took over from another on a day."""

    predecessor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="predecessions"
    )
    on = models.DateField(_("on"))
    ground = models.CharField(_("ground"), max_length=300, blank=True)

    class Meta:
        ordering = ("on", "id")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_pair"),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")), name="succession_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Collective(models.Model):
    """A collective name such as “các sở, ban, ngành”: kinds of organisations below `within`."""

    within = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="collectives"
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    kinds = models.JSONField(_("kinds"), default=list)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["within", "code"], name="collective_code"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(within__isnull=True), name="collective_code_anywhere"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CollectiveAlias(models.Model):
    """Another way in which people write a collective name."""

    collective = models.ForeignKey(Collective, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """A post in an organisation; tasks are tied to posts, people come and go."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="positions"
    )
    title = models.CharField(_("title"), max_length=150)
    is_head = models.BooleanField(_("head of the organisation"), default=False)
    portfolio = models.TextField(_("portfolio"), blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ("organisation_id", "-is_head", "id")
        constraints = [ordered_dates("valid_from", "valid_to", "position_dates")]

    def __str__(self) -> str:
        return self.title


class Tenure(models.Model):
    """A person held a post from one day to another."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="tenures")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tenures"
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    ground = models.CharField(_("ground"), max_length=300, blank=True)

    class Meta:
        ordering = ("-valid_from", "id")
        constraints = [ordered_dates("valid_from", "valid_to", "tenure_dates")]

    def __str__(self) -> str:
        return f"{self.person} — {self.position}"


class Membership(models.Model):
    """A person's seat in a steering committee or working group, with his portfolio."""

    body = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    represents = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="delegates"
    )
    role = models.CharField(
        _("role"), max_length=20, choices=BODY_ROLES, default=BodyRole.MEMBER.value
    )
    portfolio = models.TextField(_("portfolio"), blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ("body_id", "id")
        constraints = [ordered_dates("valid_from", "valid_to", "membership_dates")]

    def __str__(self) -> str:
        return f"{self.person} — {self.body}"


class RoleGrant(models.Model):
    """A person holds a role over an organisation and everything below it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants"
    )
    role = models.CharField(_("role"), max_length=40)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="role_grants"
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ("user_id", "id")
        constraints = [
            ordered_dates("valid_from", "valid_to", "grant_dates"),
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "valid_from"], name="grant_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


def is_body(kind: str) -> bool:
    """Whether organisations of this kind have members."""
    return kind in (OrgKind.STEERING, OrgKind.WORKING_GROUP)
