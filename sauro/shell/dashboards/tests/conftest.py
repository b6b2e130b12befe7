import pytest

from sauro.core import clock
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.tests.factories import make_programme
from sauro.domains.programmes.tests.plans import make_plan, make_target
from sauro.shell.dashboards.reads import Reads


@pytest.fixture
def noon(monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)


@pytest.fixture
def browser_of(client, noon):
    def signed_in(user, language="vi"):
        browser = type(client)()
        browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        browser.cookies["sauro_language"] = language
        return browser

    return signed_in


@pytest.fixture
def programme(province, monitor, at):
    return make_programme(owner=province, by=monitor, at=at)


@pytest.fixture
def plan(programme, department, other_department, commune, clerk, monitor, at):
    make_target(programme=programme, lead=department, by=monitor, at=at)
    return make_plan(
        programme=programme,
        department=department,
        other_department=other_department,
        commune=commune,
        clerk=clerk,
        monitor=monitor,
        at=at,
    )


@pytest.fixture
def reads_of(at):
    def reading(user, day=None, code=""):
        as_of = AsOf(day=day or at.date(), today=at.date(), soon_days=7)
        return Reads(user=user, code=code, as_of=as_of)

    return reading
