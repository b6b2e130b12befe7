"""The decorators of views: who is let in, who is sent to log in, who is refused."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from sauro.engines import access

VERIFY = "programmes.verify"


def page(_request, word="hello"):
    """A page."""
    return HttpResponse(word)


def asked(rf, user, path="/viec/?q=một"):
    request = rf.get(path)
    request.user = user
    return request


def test_a_public_view_is_open_and_says_so(rf):
    view = access.public(page)
    assert view.access == "public"
    assert view(asked(rf, AnonymousUser())).content == b"hello"


@pytest.mark.parametrize("guard", [access.logged_in, access.require(VERIFY)])
def test_a_visitor_is_sent_to_log_in_and_back(rf, guard):
    answer = guard(page)(asked(rf, AnonymousUser()))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/dang-nhap/")
    assert "next=%2Fviec%2F%3Fq%3D" in answer["Location"]


@pytest.mark.django_db
def test_anybody_with_an_account_opens_a_logged_in_view(rf, stranger):
    view = access.logged_in(page)
    assert view.access == "logged_in"
    assert view(asked(rf, stranger), word="hi").content == b"hi"


@pytest.mark.django_db
def test_only_who_holds_the_permission_opens_the_view(rf, monitor, clerk):
    view = access.require(VERIFY)(page)
    assert view.access == VERIFY
    assert view.__doc__ == "A page."
    assert view(asked(rf, monitor)).status_code == 200
    with pytest.raises(PermissionDenied):
        view(asked(rf, clerk))
