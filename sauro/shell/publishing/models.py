"""What was shown to everybody about a programme, from when until when, and who released it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sauro.core.models import paired

_PEOPLE = settings.AUTH_USER_MODEL


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Filters of releases."""

    def shown(self) -> ReleaseQuerySet:
        """Those that everybody may read."""
        return self.filter(released_at__isnull=False, withdrawn_at__isnull=True)


class Release(models.Model):
    """The figures of a programme as of a day, frozen when they were prepared.

    `content` is a picture as `pictures.picture_of` makes it, `digest` the SHA-256 of it: what a
    person released is what everybody reads, whatever is written inside afterwards.
    """

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="releases"
    )
    as_of = models.DateField(_("as of"))
    introduction = models.TextField(_("introduction"), blank=True)
    with_tasks = models.BooleanField(_("with the list of tasks"), default=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        _PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        _PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdraw_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-as_of", "-id")
        constraints = [
            paired("released_at", "released_by", "release_released_pair"),
            paired("withdrawn_at", "withdrawn_by", "release_withdrawn_pair"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(released_at__isnull=True, withdrawn_at__isnull=True),
                name="release_one_prepared",
            ),
            models.UniqueConstraint(
                fields=["programme", "as_of"],
                condition=Q(released_at__isnull=False, withdrawn_at__isnull=True),
                name="release_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("prepared_at")),
                name="release_withdrawn_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.as_of:%d/%m/%Y}"

    @property
    def state(self) -> str:
        """`prepared`, `released` or `withdrawn`."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "prepared" if self.released_at is None else "released"
