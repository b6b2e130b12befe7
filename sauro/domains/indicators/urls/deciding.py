"""Addresses of deciding on forms, of who handed in, and of Excel forms."""

from django.urls import path

from sauro.domains.indicators.views import completeness, deciding, sheets_excel, sheets_loading

_QUEUE, _WHO, _FILES = "so-lieu/xac-nhan/", "so-lieu/tinh-hinh/", "so-lieu/tep/"
_PERIOD = f"{_WHO}<int:data_set_id>/<int:period>/"

urlpatterns = [
    path(_QUEUE, deciding.figure_queue, name="figure_queue"),
    path(f"{_QUEUE}<int:submission_id>/", deciding.figure_decide, name="figure_decide"),
    path(
        f"{_QUEUE}nhieu/kiem-tra/",
        deciding.figure_bulk,
        {"step": "check"},
        name="figure_bulk_check",
    ),
    path(
        f"{_QUEUE}nhieu/xac-nhan/",
        deciding.figure_bulk,
        {"step": "confirm"},
        name="figure_bulk_confirm",
    ),
    path(f"{_QUEUE}de-nghi/<int:proposal_id>/", deciding.proposal_decide, name="proposal_decide"),
    path(_WHO, completeness.completeness, name="completeness"),
    path(_PERIOD, completeness.completeness_missing, name="completeness_missing"),
    path(f"{_PERIOD}nhac/", completeness.figure_remind, name="figure_remind"),
    path(f"{_PERIOD}excel/", sheets_excel.figure_workbooks, name="figure_workbooks"),
    path(
        "so-lieu/<int:data_set_id>/<int:organisation_id>/<int:period>/excel/",
        sheets_excel.figure_workbook,
        name="figure_workbook",
    ),
    path(f"{_PERIOD}bang/", sheets_excel.figure_matrix, name="figure_matrix"),
    path(_FILES, sheets_loading.figure_files, name="figure_files"),
    path(f"{_FILES}<int:upload_id>/", sheets_loading.figure_upload, name="figure_upload"),
    path(f"{_FILES}<int:upload_id>/ghi/", sheets_loading.upload_accept, name="upload_accept"),
    path(f"{_FILES}<int:upload_id>/ten/", sheets_loading.upload_answer, name="upload_answer"),
]
