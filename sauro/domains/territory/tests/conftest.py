from collections.abc import Iterator

import pytest
from django.db import transaction

from sauro.domains.territory import services
from sauro.domains.territory.tests import factories


@pytest.fixture(scope="module")
def national(django_db_setup, django_db_blocker) -> Iterator[services.Loaded]:
    """The whole vendored country, loaded once for a module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield services.load_units(by=factories.person(), at=factories.AT)
        transaction.set_rollback(True)


@pytest.fixture
def small(db) -> services.Loaded:
    return factories.load(factories.small_lists())
