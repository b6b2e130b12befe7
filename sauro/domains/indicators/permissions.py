"""Rights over indicators, forms and the figures handed in on them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with figures."""

    VIEW_ALL = "indicators.view_all"
    VIEW_OWN = "indicators.view_own"
    MANAGE = "indicators.manage"
    REPORT = "indicators.report"
    CHECK = "indicators.check"
    CONFIRM = "indicators.confirm"


def owner_path(subject: Any) -> str:
    """The tree path of the owner of an indicator or form, or of the form of a submission."""
    return getattr(subject, "data_set", subject).owner.path


def unit_path(subject: Any) -> str:
    """The tree path of the unit that reports; an organisation stands for itself."""
    return getattr(subject, "organisation", subject).path


def checker_path(subject: Any) -> str | None:
    """The tree path of the agency that checks a form first."""
    form = getattr(subject, "data_set", subject)
    return form.checker.path if form.checker_id else None


def decides(user: Any, form: Any) -> bool:
    """Whether the person checks or confirms what units hand in on a form."""
    return access.allowed(user, Perm.CONFIRM, form) or access.allowed(user, Perm.CHECK, form)


def may_enter(user: Any, form: Any, organisation: Any) -> bool:
    """Whether the person fills in the form of a unit: of his own, or below a form he decides on.

    Who fills in for others never hands in, and never decides on what he entered himself.
    """
    if access.allowed(user, Perm.REPORT, organisation):
        return True
    return organisation.path.startswith(form.owner.path) and decides(user, form)


access.register(Perm.VIEW_ALL, owner_path)
access.register(Perm.MANAGE, owner_path)
access.register(Perm.CONFIRM, owner_path)
access.register(Perm.CHECK, checker_path)
access.register(Perm.VIEW_OWN, unit_path)
access.register(Perm.REPORT, unit_path)
