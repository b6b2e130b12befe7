"""Addresses of documents."""

from django.urls import path

from sauro.domains.documents import views

_ONE = "<int:draft_pk>/"
_DRAFTS = (
    ("", views.draft_list, "draft_list"),
    ("moi/", views.draft_create, "draft_create"),
    (_ONE, views.draft_detail, "draft_detail"),
    (f"{_ONE}sua/", views.draft_edit, "draft_edit"),
    (f"{_ONE}phien-ban/", views.version_add, "draft_version_add"),
    (f"{_ONE}phien-ban/<int:number>/", views.draft_version, "draft_version"),
    (f"{_ONE}xin-y-kien/", views.opinions_ask, "opinions_ask"),
    (f"{_ONE}y-kien/", views.opinion_give, "opinion_give"),
    (f"{_ONE}y-kien/<int:opinion_pk>/", views.opinion_decide, "opinion_decide"),
    (f"{_ONE}bang-y-kien.<str:fmt>", views.opinion_export, "opinion_export"),
    (f"{_ONE}trinh/", views.draft_submit, "draft_submit"),
    (f"{_ONE}duyet/", views.draft_approve, "draft_approve"),
    (f"{_ONE}tra-lai/", views.draft_return, "draft_return"),
    (f"{_ONE}rut/", views.draft_withdraw, "draft_withdraw"),
    (f"{_ONE}cap-so/", views.draft_number, "draft_number"),
    (f"{_ONE}ky/", views.draft_sign, "draft_sign"),
    (f"{_ONE}ky-so/", views.draft_seal, "draft_seal"),
    (f"{_ONE}ban-hanh/", views.draft_issue, "draft_issue"),
)

_EXCHANGE = (
    ("", views.exchange_log, "exchange_log"),
    ("nhan/", views.exchange_receive, "exchange_receive"),
    ("ma/", views.exchange_addresses, "exchange_addresses"),
    ("<int:pk>/", views.exchange_message, "exchange_message"),
    ("<int:pk>/tep/", views.exchange_file, "exchange_file"),
    ("<int:pk>/tra-loi/", views.exchange_answer, "exchange_answer"),
    ("<int:pk>/xin-thu-hoi/", views.exchange_recall, "exchange_recall"),
)

_DOSSIERS = (
    ("", views.dossier_list, "dossier_list"),
    ("moi/", views.dossier_create, "dossier_create"),
    ("nop-luu/", views.hand_over_list, "hand_over_list"),
    ("<int:dossier_pk>/", views.dossier_detail, "dossier_detail"),
    ("<int:dossier_pk>/sua/", views.dossier_edit, "dossier_edit"),
    ("<int:dossier_pk>/van-ban/", views.dossier_file, "dossier_file"),
    ("<int:dossier_pk>/van-ban/<int:entry_pk>/bo/", views.dossier_take_out, "dossier_take_out"),
    ("<int:dossier_pk>/ket-thuc/", views.dossier_close, "dossier_close"),
    ("<int:dossier_pk>/nop-luu/", views.dossier_hand_over, "dossier_hand_over"),
    ("<int:dossier_pk>/muc-luc.<str:fmt>", views.dossier_contents, "dossier_contents"),
    ("<int:dossier_pk>/sieu-du-lieu/", views.dossier_metadata, "dossier_metadata"),
)

urlpatterns = [
    path("van-ban/", views.document_list, name="document_list"),
    path("van-ban/goi-y/", views.document_suggest, name="document_suggest"),
    path("van-ban/moi/", views.document_register, name="document_register"),
    path("van-ban/thong-ke/", views.document_counts, name="document_counts"),
    path("van-ban/mat-can-cu/", views.ground_lost, name="ground_lost"),
    path("van-ban/so/", views.number_books, name="number_books"),
    path("van-ban/y-kien/", views.opinions_due, name="opinions_due"),
    path("van-ban/so-sach/", views.register_outputs, name="register_outputs"),
    path("van-ban/han-che/", views.restricted_list, name="restricted_list"),
    path("van-ban/<int:pk>/sieu-du-lieu/", views.document_metadata, name="document_metadata"),
    path("van-ban/<int:pk>/ho-so/", views.document_put, name="document_put"),
    *(path(f"van-ban/ho-so/{route}", view, name=name) for route, view, name in _DOSSIERS),
    path("van-ban/<int:pk>/", views.document_detail, name="document_detail"),
    path("van-ban/<int:pk>/sua/", views.document_edit, name="document_edit"),
    path("van-ban/<int:pk>/so-do/", views.document_graph, name="document_graph"),
    path("van-ban/<int:pk>/den/", views.document_receive, name="document_receive"),
    path("van-ban/<int:pk>/thu-hoi/", views.document_recall, name="document_recall"),
    path("van-ban/<int:pk>/hieu-luc/", views.document_expiry, name="document_expiry"),
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
    path("van-ban/<int:pk>/tep/<int:file_pk>/ky/", views.file_sign, name="file_sign"),
    path(
        "van-ban/<int:pk>/tep/<int:file_pk>/chu-ky/", views.file_signatures, name="file_signatures"
    ),
    path("van-ban/kiem-tra-chu-ky/", views.signature_check, name="signature_check"),
    path("van-ban/<int:pk>/gui/", views.exchange_send, name="exchange_send"),
    *(path(f"van-ban/lien-thong/{route}", view, name=name) for route, view, name in _EXCHANGE),
    *(path(f"van-ban/du-thao/{route}", view, name=name) for route, view, name in _DRAFTS),
]
