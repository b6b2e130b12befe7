"""Loading the national list from the command line."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from sauro.domains.orgs.models import Collective, Organisation

pytestmark = pytest.mark.django_db


def test_the_command_loads_once_and_says_so():
    out = StringIO()
    call_command("load_orgs_reference", stdout=out)
    assert "organisations" in out.getvalue()
    assert Organisation.objects.filter(code="TW-BKHCN").exists()
    assert Collective.objects.filter(code="so-nganh").exists()
    again = StringIO()
    call_command("load_orgs_reference", stdout=again)
    assert "nothing" in again.getvalue()
