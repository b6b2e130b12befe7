"""Addresses of one's own account; the two that allauth would double lead here."""

from django.urls import path
from django.views.generic import RedirectView

from sauro.domains.accounts import views
from sauro.engines import access

_own_particulars = access.logged_in(RedirectView.as_view(pattern_name="account_profile"))
_own_password = access.logged_in(RedirectView.as_view(pattern_name="account_password"))

urlpatterns = [
    path("tai-khoan/", views.account_profile, name="account_profile"),
    path("tai-khoan/mat-khau/", views.account_password, name="account_password"),
    path("tai-khoan/ma-truy-cap/", views.token_list, name="token_list"),
    path("tai-khoan/ma-truy-cap/<int:pk>/thu-hoi/", views.token_revoke, name="token_revoke"),
    path("dang-nhap/email/", _own_particulars),
    path("dang-nhap/password/change/", _own_password),
    path("dang-nhap/password/set/", _own_password),
]
