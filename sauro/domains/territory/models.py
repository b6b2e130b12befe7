"""Administrative units in a tree, their earlier kinds and names, and who succeeded whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from sauro.core.models import choices_of
from sauro.domains.territory import rules

if TYPE_CHECKING:
    from django.db.models import Manager

_LAST_BRANCH = "Z" * 8  # above every step of a path, in byte order and in any locale


def _covers(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _ordered_dates(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name
    )


class UnitQuerySet(MP_NodeQuerySet):
    """Filters of units; the tree is read by path ranges, which the index serves on both engines."""

    def as_of(self, day: date | None) -> Any:
        """Units in force on the day, with `kind_on` and `name_on` as they were that day.

        Without a day: units that have not ended, as they are by the newest change on record.
        """
        if day is None:
            open_ended = self.filter(valid_to__isnull=True)
            return open_ended.annotate(kind_on=F("kind"), name_on=F("name"))
        then = UnitVersion.objects.filter(_covers(day), unit=OuterRef("pk"))
        return self.filter(_covers(day)).annotate(
            kind_on=Coalesce(Subquery(then.values("kind")[:1]), F("kind")),
            name_on=Coalesce(Subquery(then.values("name")[:1]), F("name")),
        )

    def below(self, unit: Unit) -> Any:
        """Everything below a unit, without the unit."""
        return self.filter(path__gt=unit.path, path__lte=unit.path + _LAST_BRANCH)


class UnitManager(MP_NodeManager):
    """The tree's own manager, answering with the filters above."""

    def get_queryset(self) -> Any:
        return UnitQuerySet(self.model, using=self._db).order_by("path")


class NamedUnit(models.Model):
    """Code, kind and name, with what search and order need."""

    code = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, choices=choices_of(rules.Kind))
    name = models.CharField(max_length=100)
    folded = models.CharField(max_length=100, editable=False)
    search_text = models.CharField(max_length=400, editable=False)
    sort_key = models.CharField(max_length=200, editable=False)

    class Meta:
        abstract = True

    @property
    def full_name(self) -> str:
        """The official name, for example `Xã Tân Phú`."""
        return rules.full_name(self.kind, self.name)


class Unit(NamedUnit, MP_Node):
    """The country, a province or a commune; kind and name are those of the newest change.

    A province that has ended hangs below the one that took it over.
    """

    level = models.CharField(max_length=10, choices=choices_of(rules.Level))
    name_en = models.CharField(max_length=120)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    area_km2 = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    population = models.PositiveIntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="the last day in force")
    document = models.CharField(max_length=60, blank=True, help_text="what established it")

    objects = UnitManager()

    if TYPE_CHECKING:
        versions: Manager[UnitVersion]
        successions: Manager[Succession]
        origins: Manager[Succession]
        origin_communes: Manager[FormerCommune]
        kind_on: str
        name_on: str

    class Meta:
        ordering = ("path",)
        indexes = [models.Index(fields=["level", "sort_key"], name="unit_level_order")]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_code_from"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="unit_code_in_force"
            ),
            _ordered_dates("unit_dates"),
            models.CheckConstraint(
                condition=Q(level=rules.Level.COUNTRY, depth=1)
                | Q(Q(depth=2) | Q(valid_to__isnull=False), level=rules.Level.PROVINCE)
                | Q(Q(depth=3) | Q(valid_to__isnull=False), level=rules.Level.COMMUNE),
                name="unit_level_depth",
            ),
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(level=level, kind__in=kinds)
                        for level, kinds in rules.KINDS_OF_LEVEL.items()
                    ),
                    _connector=Q.OR,
                ),
                name="unit_level_kind",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(
                    lat__isnull=False,
                    lon__isnull=False,
                    lat__range=(-90, 90),
                    lon__range=(-180, 180),
                ),
                name="unit_place",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def as_of(self, day: date) -> rules.Standing:
        """Kind and name on a day; prefetch `versions` to ask many units."""
        for version in self.versions.all():
            if rules.in_force(version.valid_from, version.valid_to, day):
                return rules.Standing(rules.Kind(version.kind), version.name)
        return rules.Standing(rules.Kind(self.kind), self.name)


class UnitVersion(models.Model):
    """Kind and name of a unit for a time; a unit that never changed has none."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=20, choices=choices_of(rules.Kind))
    name = models.CharField(max_length=100)
    search_text = models.CharField(max_length=400, editable=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="the last day in force")
    document = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("unit_id", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unit_version_from"),
            _ordered_dates("unit_version_dates"),
        ]

    def __str__(self) -> str:
        return f"{rules.full_name(self.kind, self.name)} ({self.valid_from:%Y-%m-%d})"


class Succession(models.Model):
    """One unit took over another, or a share of it, on a day."""

    predecessor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="origins")
    on = models.DateField()
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    document = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="unit_succession_pair"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="unit_succession_not_itself"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1),
                name="unit_succession_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class FormerCommune(NamedUnit):
    """A commune of the three-level system and one unit that received it or a part of it."""

    district = models.CharField(max_length=100)
    province = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="former_communes")
    successor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="origin_communes")
    share = models.CharField(max_length=5, choices=choices_of(rules.Share))
    ended_on = models.DateField(help_text="the last day in force")
    document = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("sort_key", "id")
        constraints = [
            models.UniqueConstraint(fields=["code", "successor"], name="former_commune_successor"),
            models.CheckConstraint(
                condition=Q(kind__in=rules.FORMER_KINDS), name="former_commune_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.district}"
