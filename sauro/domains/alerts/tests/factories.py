"""Drafts and bottlenecks as tests of alerts need them."""

from __future__ import annotations

from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.documents.models import Draft


def make_draft(unit, *, by, at, abstract="Kế hoạch", folded="ke hoach", **more):
    """A draft of a unit, not handed in unless `more` says so."""
    return Draft.objects.create(
        owner=unit,
        issuer=unit,
        issuer_name=unit.name,
        kind="plan",
        abstract=abstract,
        folded=folded,
        symbol="KH",
        created_by=by,
        **{"created_at": at, "changed_at": at, **more},
    )


def make_submitted(unit, *, by, at, **more):
    """A draft that waits for its approval since a moment."""
    return make_draft(unit, by=by, at=at, state="submitted", submitted_by=by, **more)


def make_bottleneck(unit, *, owner, lift_by, by, at, state="open"):
    """A bottleneck for which a unit answers until a day."""
    return Bottleneck.objects.create(
        owner=owner,
        number=1,
        title="Chưa có đơn giá",
        folded="chua co don gia",
        kind="money",
        responsible=unit,
        lift_by=lift_by,
        original_lift_by=lift_by,
        state=state,
        created_at=at,
        created_by=by,
    )
