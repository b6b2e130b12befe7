"""How a person, a role, a programme or a province arranged the panels of the overview."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.shell.dashboards.labels import OWNER_KINDS
from sauro.shell.dashboards.rules import OwnerKind

_NOBODY = Q(person__isnull=True)
_NO_PLACE = Q(province__isnull=True)
_NO_ROLE = Q(role="")
_NO_PROGRAMME = Q(programme__isnull=True)


class Arrangement(models.Model):
    """Panels in their order, each with its size and settings; empty means not arranged.

    `panels` is [{"panel": code, "size": code, "settings": {code: value}}], checked by `rules`.
    """

    kind = models.CharField(max_length=10, choices=OWNER_KINDS)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="arrangements"
    )
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, null=True, related_name="arrangements"
    )
    province = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, null=True, related_name="arrangements"
    )
    role = models.CharField(_("role"), max_length=40, blank=True)
    panels = models.JSONField(_("panels"), default=list)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=~_NOBODY, name="arrangement_of_person"
            ),
            models.UniqueConstraint(
                fields=["programme"], condition=~_NO_PROGRAMME, name="arrangement_of_programme"
            ),
            models.UniqueConstraint(
                fields=["province", "role"], condition=~_NO_PLACE, name="arrangement_of_place"
            ),
            models.CheckConstraint(
                condition=(
                    (
                        Q(kind=OwnerKind.PERSON.value)
                        & ~_NOBODY
                        & _NO_PROGRAMME
                        & _NO_PLACE
                        & _NO_ROLE
                    )
                    | (
                        Q(kind=OwnerKind.PROGRAMME.value)
                        & _NOBODY
                        & ~_NO_PROGRAMME
                        & _NO_PLACE
                        & _NO_ROLE
                    )
                    | (
                        Q(kind=OwnerKind.ROLE.value)
                        & _NOBODY
                        & _NO_PROGRAMME
                        & ~_NO_PLACE
                        & ~_NO_ROLE
                    )
                    | (
                        Q(kind=OwnerKind.PROVINCE.value)
                        & _NOBODY
                        & _NO_PROGRAMME
                        & ~_NO_PLACE
                        & _NO_ROLE
                    )
                ),
                name="arrangement_one_owner",
            ),
        ]

    def __str__(self) -> str:
        whose = self.person_id or self.programme_id or self.province_id
        return " ".join(filter(None, (self.kind, str(whose), self.role)))
