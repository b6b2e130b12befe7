"""Rights as people hold them: on which days, over what, and what each role may give."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from sauro.core.errors import NotAllowed
from sauro.domains.accounts.permissions import Perm as Accounts
from sauro.domains.alerts.permissions import Perm as Alerts
from sauro.domains.bottlenecks.permissions import Perm as Bottlenecks
from sauro.domains.documents.permissions import Perm as Documents
from sauro.domains.explanations.permissions import Perm as Explanations
from sauro.domains.indicators.permissions import Perm as Indicators
from sauro.domains.orgs.models import RoleGrant
from sauro.domains.orgs.permissions import Perm as Orgs
from sauro.domains.programmes.models import Programme, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.reporting.permissions import Perm as Reporting
from sauro.engines import access
from sauro.engines.notify.permissions import Perm as Notices
from sauro.engines.periods.permissions import Perm as Periods
from sauro.shell.dashboards.permissions import Perm as Dashboards
from sauro.shell.publishing.permissions import Perm as Publishing


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (date(2020, 1, 1), None, True),
        (date(2020, 1, 1), date(2021, 1, 1), False),
        (date(2199, 1, 1), None, False),
        (date(2020, 1, 1), date(2199, 1, 1), True),
    ],
)
def test_a_grant_counts_on_the_days_it_is_in_force(clerk, since, until, holds):
    RoleGrant.objects.filter(user=clerk).update(valid_from=since, valid_to=until)
    access.forget(clerk)
    assert access.can(clerk, Perm.REPORT) is holds


@pytest.mark.django_db
def test_rights_are_read_once_and_forgotten_on_demand(clerk, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert access.can(clerk, Perm.REPORT)
        assert not access.can(clerk, Perm.VERIFY)
        assert access.access_of(clerk).permissions
    RoleGrant.objects.filter(user=clerk).delete()
    assert access.can(clerk, Perm.REPORT)
    access.forget(clerk)
    assert not access.can(clerk, Perm.REPORT)


@pytest.mark.django_db
def test_a_visitor_and_a_locked_account_have_no_rights(clerk):
    assert access.access_of(AnonymousUser()).grants == ()
    clerk.is_active = False
    assert access.access_of(clerk).grants == ()
    assert not access.can(clerk, Perm.REPORT)


@pytest.mark.django_db
def test_the_system_person_holds_every_role_everywhere(system, other_province):
    for role in access.roles().values():
        for permission in role.permissions:
            assert access.can(system, permission, other_province.path)


@pytest.mark.django_db
def test_a_right_on_an_object_follows_the_tree(clerk, head, department, other_department):
    own = Task(programme=Programme(owner=department), lead=department)
    other = Task(programme=Programme(owner=department), lead=other_department)
    nobody = Task(programme=Programme(owner=department))
    assert access.allowed(clerk, Perm.REPORT, own)
    assert not access.allowed(clerk, Perm.REPORT, other)
    assert not access.allowed(clerk, Perm.REPORT, nobody)
    with pytest.raises(NotAllowed):
        access.check(clerk, Perm.REPORT, other)
    access.check(head, Perm.REPORT, own)


def test_every_role_gives_only_permissions_that_exist():
    known = {
        str(p)
        for p in (
            *Accounts,
            *Alerts,
            *Bottlenecks,
            *Documents,
            *Explanations,
            *Indicators,
            *Orgs,
            *Periods,
            *Perm,
            *Reporting,
            *Dashboards,
            *Notices,
            *Publishing,
        )
    }
    for role in access.roles().values():
        assert role.permissions <= known, role.code
    assert not [role.code for role in access.roles().values() if role.everywhere]
    writes = known - {
        str(p)
        for p in (
            *(
                Accounts.VIEW,
                Alerts.VIEW,
                Bottlenecks.VIEW,
                Documents.VIEW,
                Explanations.VIEW_ALL,
                Indicators.VIEW_ALL,
                Orgs.VIEW,
            ),
            *(Perm.VIEW_ALL, Reporting.VIEW),
        )
    }
    assert not access.roles()["inspector"].permissions & (writes - {str(Perm.VIEW_OWN)})
