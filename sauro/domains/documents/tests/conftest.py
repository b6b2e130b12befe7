"""A register with somebody in charge of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from conftest import give, make_org, make_user
from sauro.domains.documents import services
from sauro.domains.documents.models import Document
from sauro.domains.documents.tests import factories
from sauro.engines.office.signing.tests.authority import PASSPHRASE, Authority


@pytest.fixture(autouse=True)
def english() -> Any:
    """Messages are compared in English, whatever the state of the translation."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> Any:
    """Attached files of a test go to its own folder."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def plan(province: Any, monitor: Any, at: Any) -> Document:
    """A plan of the province's People's Committee."""
    return factories.document(owner=province, by=monitor, at=at)


@pytest.fixture
def secret(province: Any, admin: Any, at: Any) -> Document:
    """A confidential official letter of the province."""
    return factories.document(
        owner=province, by=admin, at=at, number="9", symbol="CV/TU", secrecy="confidential"
    )


@pytest.fixture
def country(db: Any) -> Any:
    """The national level, with a province below it and a clerk of a department there."""
    nation = make_org("Cả nước", "national", "VN")
    home = make_org("Tỉnh Biển Bạc", "province", "BB", nation)
    agency = make_org("Sở Nội vụ", "department", "BB-SNV", home)
    give(make_user("can-bo-bb", "Mai Thị Hoa"), "focal_officer", agency)
    return nation


@pytest.fixture
def addresses(settings: Any) -> None:
    """Only the addresses of this domain and of the engines."""
    settings.ROOT_URLCONF = "sauro.domains.documents.tests.addresses"
    here = "sauro.domains.documents.tests.addresses.NAVIGATION"
    settings.SAURO = {**settings.SAURO, "navigation": here}


@pytest.fixture
def browse() -> Any:
    """A browser in which somebody is logged in."""

    def logged_in(user: Any) -> Client:
        client = Client()
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return logged_in


@pytest.fixture
def records(department):
    """The records clerk of the department."""
    return give(make_user("van-thu", "Hà Thị Thư"), "records_clerk", department)


@pytest.fixture
def addressed(department, records, at):
    """The department, reachable for electronic documents."""
    services.set_exchange_address(
        organisation=department, organ_id=factories.ORGAN_ID, by=records, at=at
    )
    return department


@pytest.fixture(scope="session")
def authority():
    return Authority()


@pytest.fixture
def certificate(authority, settings, tmp_path):
    """The certificate of the department, set up on the server; its root is trusted."""
    key = authority.file_key(tmp_path, "Sở Khoa học và Công nghệ")
    (tmp_path / "roots.pem").write_bytes(authority.pem)
    told = {"file": str(key.path), "passphrase": PASSPHRASE, "roots": str(tmp_path / "roots.pem")}
    settings.SIGNING = settings.SIGNING | told
    return key
