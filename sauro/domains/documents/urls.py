"""Addresses of documents."""

from django.urls import path

from sauro.domains.documents import views

urlpatterns = [
    path("van-ban/", views.document_list, name="document_list"),
    path("van-ban/goi-y/", views.document_suggest, name="document_suggest"),
    path("van-ban/moi/", views.document_register, name="document_register"),
    path("van-ban/<int:pk>/", views.document_detail, name="document_detail"),
    path("van-ban/<int:pk>/sua/", views.document_edit, name="document_edit"),
    path("van-ban/<int:pk>/quan-he/", views.document_relate, name="document_relate"),
    path(
        "van-ban/<int:pk>/quan-he/<int:relation_pk>/xoa/",
        views.document_unrelate,
        name="document_unrelate",
    ),
    path("van-ban/<int:pk>/dieu-khoan/", views.clause_add, name="clause_add"),
    path(
        "van-ban/<int:pk>/dieu-khoan/<int:clause_pk>/xoa/",
        views.clause_remove,
        name="clause_remove",
    ),
    path("van-ban/<int:pk>/tep/", views.file_attach, name="document_file_attach"),
    path("van-ban/<int:pk>/tep/<int:file_pk>/", views.file_download, name="document_file"),
    path("van-ban/<int:pk>/tep/<int:file_pk>/xoa/", views.file_remove, name="document_file_remove"),
]
