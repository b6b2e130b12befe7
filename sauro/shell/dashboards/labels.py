"""Words of arrangements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sauro.shell.dashboards.rules import Fault, OwnerKind, Size

SIZES = [
    (Size.THIRD.value, _("One third")),
    (Size.HALF.value, _("Half")),
    (Size.WIDE.value, _("Two thirds")),
    (Size.FULL.value, _("Full width")),
]
OWNER_KINDS = [
    (OwnerKind.PERSON.value, _("My own page")),
    (OwnerKind.PROGRAMME.value, _("A programme")),
    (OwnerKind.ROLE.value, _("A role")),
    (OwnerKind.PROVINCE.value, _("The whole province")),
]
FAULTS = {
    Fault.NOT_A_LINE: _("Line %(line)s is not a panel."),
    Fault.UNKNOWN_PANEL: _("Line %(line)s: there is no panel “%(found)s”."),
    Fault.TWICE: _("Line %(line)s: the panel “%(found)s” is there twice."),
    Fault.SIZE: _("Line %(line)s: the panel has no size “%(found)s”."),
    Fault.SETTING: _("Line %(line)s: the panel does not take the setting “%(found)s”."),
    Fault.TOO_MANY: _("A page has at most 30 panels; these are %(found)s."),
}
