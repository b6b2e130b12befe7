"""Addresses of one's own account; those of allauth that double them lead here, others close."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import RedirectView

from sauro.domains.accounts import views
from sauro.engines import access

_own_particulars = access.logged_in(RedirectView.as_view(pattern_name="account_profile"))
_own_password = access.logged_in(RedirectView.as_view(pattern_name="account_password"))


@access.public
def closed(_request: HttpRequest, **_parts: str) -> HttpResponse:
    """A page of allauth that nothing here leads to: e-mail is not confirmed, no codes are sent."""
    raise Http404


urlpatterns = [
    path("tai-khoan/", views.account_profile, name="account_profile"),
    path("tai-khoan/mat-khau/", views.account_password, name="account_password"),
    path("tai-khoan/ma-truy-cap/", views.token_list, name="token_list"),
    path("tai-khoan/ma-truy-cap/<int:pk>/thu-hoi/", views.token_revoke, name="token_revoke"),
    path("dang-nhap/email/", _own_particulars),
    path("dang-nhap/password/change/", _own_password),
    path("dang-nhap/password/set/", _own_password),
    path("dang-nhap/confirm-email/", closed),
    path("dang-nhap/confirm-email/<str:key>/", closed),
    path("dang-nhap/login/code/confirm/", closed),
    path("dang-nhap/social/<path:rest>", closed),
]
