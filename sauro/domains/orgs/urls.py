"""Addresses of agencies, bodies, collective names and people."""

from django.urls import path

from sauro.domains.orgs.views import bodies, organisations, people, posts

urlpatterns = [
    path("co-quan/", organisations.organisation_list, name="organisation_list"),
    path("co-quan/cay/", organisations.organisation_tree, name="organisation_tree"),
    path("co-quan/goi-y/", organisations.organisation_options, name="organisation_options"),
    path("co-quan/<int:pk>/", organisations.organisation_detail, name="organisation_detail"),
    path(
        "co-quan/<int:parent>/them/",
        organisations.organisation_create,
        name="organisation_create",
    ),
    path("co-quan/<int:pk>/sua/", organisations.organisation_edit, name="organisation_edit"),
    path("co-quan/<int:pk>/dong/", organisations.organisation_close, name="organisation_close"),
    path("co-quan/<int:pk>/ten-khac/", organisations.alias_add, name="alias_add"),
    path("ten-khac/<int:pk>/bo/", organisations.alias_remove, name="alias_remove"),
    path("co-quan/<int:pk>/vi-tri/them/", posts.position_create, name="position_create"),
    path("vi-tri/<int:pk>/sua/", posts.position_edit, name="position_edit"),
    path("vi-tri/<int:pk>/bo-nhiem/", posts.position_appoint, name="position_appoint"),
    path("vi-tri/<int:pk>/ket-thuc/", posts.position_close, name="position_close"),
    path("co-quan/<int:pk>/thanh-vien/them/", posts.member_create, name="member_create"),
    path("thanh-vien/<int:pk>/sua/", posts.member_edit, name="member_edit"),
    path("thanh-vien/<int:pk>/ket-thuc/", posts.member_end, name="member_end"),
    path("ban-chi-dao/", bodies.body_list, name="body_list"),
    path("tap-the/", bodies.collective_list, name="collective_list"),
    path("tap-the/<int:pk>/", bodies.collective_detail, name="collective_detail"),
    path("co-quan/<int:within>/tap-the/them/", bodies.collective_create, name="collective_create"),
    path("tap-the/<int:pk>/sua/", bodies.collective_edit, name="collective_edit"),
    path("nguoi-dung/", people.user_list, name="user_list"),
    path("nguoi-dung/goi-y/", people.user_options, name="user_options"),
    path("nguoi-dung/them/", people.user_create, name="user_create"),
    path("nguoi-dung/<int:pk>/", people.user_detail, name="user_detail"),
    path("nguoi-dung/<int:pk>/sua/", people.user_edit, name="user_edit"),
    path(
        "nguoi-dung/<int:pk>/dat-lai-mat-khau/",
        people.user_reset_password,
        name="user_reset_password",
    ),
    path("nguoi-dung/<int:pk>/khoa/", people.user_set_active, name="user_set_active"),
    path("nguoi-dung/<int:pk>/bo-xac-thuc/", people.user_remove_factor, name="user_remove_factor"),
    path("nguoi-dung/<int:pk>/vai-tro/", people.role_grant, name="role_grant"),
    path("vai-tro/<int:pk>/thu-hoi/", people.role_revoke, name="role_revoke"),
    path("vai-tro/", people.role_table, name="role_table"),
]
