"""A right somebody lacks is answered with a page, not with a fault of the server."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from sauro.core.errors import NotAllowed, Stale
from sauro.shell.middleware import RefusalMiddleware


def test_a_right_that_is_lacking_is_a_page_and_nothing_else_is_swallowed(admin):
    middleware = RefusalMiddleware(lambda request: None)
    request = RequestFactory().get("/van-ban/1/sua/")
    request.user = admin
    request.session = {}
    answer = middleware.process_exception(request, NotAllowed("Not here."))
    assert answer.status_code == 403
    assert middleware.process_exception(request, Stale("Look again.")) is None


@pytest.mark.parametrize("person", ["clerk", "stranger"])
def test_a_page_refuses_with_403_or_404(person, request, client, admin, province):
    client.force_login(
        request.getfixturevalue(person), "allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get(f"/co-quan/{province.pk}/sua/").status_code in (403, 404)
