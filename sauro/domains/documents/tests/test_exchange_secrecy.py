"""Secret papers that come electronically: refused, or their particulars alone."""

from __future__ import annotations

import pytest

from sauro.domains.documents import selectors
from sauro.domains.documents.models import Document
from sauro.domains.documents.services import SecrecyRefused
from sauro.domains.documents.tests.test_exchange import (
    receive,
    secret_file,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("secrecy", ["Mật", "Tối mật"])
def test_secret_content_is_refused_with_the_rule(addressed, records, at, secrecy):
    data = secret_file(secrecy)
    for given in ({}, {"particulars_only": True}):
        with pytest.raises(SecrecyRefused, match="stays outside"):
            receive(data, addressed, records, at, **given)
    assert Document.objects.count() == 0


def test_of_a_secret_paper_only_the_particulars_are_taken(addressed, admin, at):
    receipt = receive(secret_file("Mật"), addressed, admin, at, particulars_only=True)
    assert receipt.document.secrecy == "confidential"
    assert receipt.document.files.count() == 0
    assert not receipt.message.payload
    assert receipt.message.reference == ""


def test_an_ordinary_clerk_does_not_see_messages_about_secret_papers(addressed, admin, records, at):
    receive(secret_file("Mật"), addressed, admin, at, particulars_only=True)
    assert selectors.messages_visible(user=records).count() == 0
    assert selectors.messages_visible(user=admin).count() == 2


def test_top_secret_papers_are_refused_to_everybody(addressed, admin, at):
    with pytest.raises(SecrecyRefused, match="Top-secret"):
        receive(secret_file("Tuyệt mật"), addressed, admin, at, particulars_only=True)
