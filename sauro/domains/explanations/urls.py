"""Addresses of requests for explanation."""

from django.urls import path

from sauro.domains.explanations.views import answering, asking, asking_many, deciding, lists

_ONE = "giai-trinh/<int:request_id>/"

urlpatterns = [
    path("giai-trinh/", lists.explanation_list, name="explanation_list"),
    path("giai-trinh/moi/", asking.explanation_ask, name="explanation_ask"),
    path(
        "giai-trinh/nhieu/<slug:listed>/",
        asking_many.explanation_ask_many,
        name="explanation_ask_many",
    ),
    path("giai-trinh/thong-ke/", lists.explanation_statistics, name="explanation_statistics"),
    path("giai-trinh/tep/<int:exhibit_id>/", lists.explanation_file, name="explanation_file"),
    path(_ONE, lists.explanation_detail, name="explanation_detail"),
    path(f"{_ONE}tra-loi/", answering.explanation_answer, name="explanation_answer"),
    path(f"{_ONE}chap-nhan/", deciding.explanation_accept, name="explanation_accept"),
    path(f"{_ONE}tra-lai/", deciding.explanation_return, name="explanation_return"),
    path(f"{_ONE}gia-han/", deciding.explanation_extend, name="explanation_extend"),
    path(f"{_ONE}rut/", deciding.explanation_withdraw, name="explanation_withdraw"),
]
