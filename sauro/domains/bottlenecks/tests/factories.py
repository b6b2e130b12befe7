"""Bottlenecks for tests, made through the services."""

from __future__ import annotations

from datetime import date

from sauro.domains.bottlenecks.selectors.ranking import Day
from sauro.domains.bottlenecks.services import bottlenecks
from sauro.domains.bottlenecks.services.bottlenecks import BottleneckInput
from sauro.domains.programmes.services import progress
from sauro.domains.programmes.tests.factories import progress_of

TODAY = date(2025, 6, 10)
DAY = Day(TODAY, 7)
BY_JULY = date(2025, 7, 31)


def content_of(**more):
    more.setdefault("title", "Chưa có định mức chi cho nhiệm vụ khoa học và công nghệ")
    more.setdefault("kind", "mechanism_policy")
    more.setdefault("condition", "HĐND tỉnh ban hành nghị quyết về định mức chi")
    return BottleneckInput(**more)


def propose(*, unit, by, at, tasks=(), targets=(), accept=False, request_key=None, **more):
    keys = [("programmes.task", str(one.pk)) for one in tasks]
    keys += [("programmes.target", str(one.pk)) for one in targets]
    return bottlenecks.propose_bottleneck(
        content=content_of(**more),
        raised_by=unit,
        keys=keys,
        accept=accept,
        request_key=request_key,
        by=by,
        at=at,
    )


def open_one(*, unit, by, at, **more):
    more.setdefault("responsible", unit)
    more.setdefault("lift_by", BY_JULY)
    return propose(unit=unit, by=by, at=at, accept=True, **more)


def report(*, task, by, at, obstacle, percent=40):
    """An update that says what is in the way."""
    said = progress_of(percent, obstacle=obstacle)
    return progress.submit_update(task=task, progress=said, by=by, at=at)
