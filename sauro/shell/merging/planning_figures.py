"""What a merger would do to forms; figures stay with the unit that reported them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import DataSet, Indicator, Latest, Submission
from sauro.domains.orgs.models import Organisation
from sauro.shell.merging.moves import Kind, Move, Stay

DRAFT = "draft"


def moves_of(*, sources: Sequence[Organisation], target: Organisation, on: date) -> list[Move]:
    """Forms begun for a period that goes on after the last day, and forms to be checked."""
    return [*_forms(sources, target, on), *_checked(sources, target)]


def stays_of(*, sources: Sequence[Organisation]) -> dict[str, int]:
    """Indicators with figures of the merged units and all below, and all their forms."""
    ids: set[int] = set()
    for one in sources:
        branch = Organisation.objects.filter(path__startswith=one.path).order_by()
        ids |= set(branch.values_list("pk", flat=True))
    indicators = list(Indicator.objects.order_by().values_list("pk", flat=True))
    known = Latest.objects.filter(indicator__in=indicators, organisation__in=sorted(ids))
    forms = Submission.objects.filter(organisation__in=sources)
    return {
        Stay.INDICATORS.value: known.order_by().values("indicator").distinct().count(),
        Stay.FORMS.value: forms.count(),
    }


def _forms(sources: Sequence[Organisation], target: Organisation, on: date) -> list[Move]:
    """Drafts that the successor goes on with; where it has begun its own, the other stays."""
    rows = Submission.objects.filter(organisation__in=sources, state=DRAFT)
    held = Submission.objects.filter(organisation=target)
    taken = set(held.values_list("data_set", "period"))
    moves = []
    for one in rows.select_related("data_set__owner", "organisation").order_by("pk"):
        key = (one.data_set_id, one.period)
        if key in taken or not _goes_on(one, on) or not _may_report(one.data_set, target):
            continue
        taken.add(key)
        moves.append(
            Move(
                kind=Kind.FORMS,
                table="indicators.submission",
                pk=one.pk,
                label=str(one),
                before={"organisation_id": one.organisation_id},
                after={"organisation_id": target.pk},
                seen={"state": one.state, "version": one.version},
            )
        )
    return moves


def _goes_on(form: Submission, on: date) -> bool:
    """Whether the period of a form ends after the last day."""
    return rules.period_at(form.data_set.periodicity, form.period).end > on


def _may_report(form: DataSet, target: Organisation) -> bool:
    return target.kind in form.kinds and target.path.startswith(form.owner.path)


def _checked(sources: Sequence[Organisation], target: Organisation) -> list[Move]:
    rows = DataSet.objects.filter(checker__in=sources).order_by("pk")
    return [
        Move(
            kind=Kind.CHECKED,
            table="indicators.dataset",
            pk=one.pk,
            label=str(one),
            before={"checker_id": one.checker_id},
            after={"checker_id": target.pk},
        )
        for one in rows
    ]
