"""Addresses of tasks, progress and verification."""

from django.urls import path

from sauro.domains.programmes.views import (
    my_work,
    progress,
    silent,
    syntheses,
    task_actions,
    task_bulk,
    task_detail,
    task_details,
    task_edit,
    task_effects,
    task_requests,
    tasks,
    verification,
)

_TASK = "nhiem-vu/<int:task_id>/"

urlpatterns = [
    path("viec-cua-toi/", my_work.my_work, name="my_work"),
    path("nhiem-vu/", tasks.task_list, name="task_list"),
    path("nhiem-vu/them/", task_edit.task_create, name="task_create"),
    path("nhiem-vu/giao/", task_bulk.task_bulk_assign, name="task_bulk_assign"),
    path("nhiem-vu/goi-y-co-quan/", tasks.agency_suggest, name="agency_suggest"),
    path("nhiem-vu/doi-chieu-co-quan/", task_edit.agency_check, name="agency_check"),
    path("nhiem-vu/hieu-thoi-han/", task_edit.deadline_preview, name="deadline_preview"),
    path(_TASK, task_detail.task_detail, name="task_detail"),
    path(f"{_TASK}sua/", task_edit.task_edit, name="task_edit"),
    path(f"{_TASK}giao/", task_actions.task_assign, name="task_assign"),
    path(f"{_TASK}nhan/", task_actions.task_accept, name="task_accept"),
    path(f"{_TASK}tu-choi/", task_actions.task_refuse, name="task_refuse"),
    path(f"{_TASK}huy/", task_actions.task_cancel, name="task_cancel"),
    path(f"{_TASK}mo-lai/", task_actions.task_reopen, name="task_reopen"),
    path(f"{_TASK}tam-dung/", task_requests.task_suspend, name="task_suspend"),
    path(f"{_TASK}tiep-tuc/", task_actions.task_resume, name="task_resume"),
    path(f"{_TASK}gia-han/", task_requests.extension_request, name="extension_request"),
    path("gia-han/<int:extension_id>/", task_requests.extension_decide, name="extension_decide"),
    path(f"{_TASK}chia-viec/", task_requests.task_fan_out, name="task_fan_out"),
    path(f"{_TASK}nhan-dinh/", syntheses.task_synthesis, name="task_synthesis"),
    path(f"{_TASK}moc/", task_details.milestone_set, name="milestone_add"),
    path(f"{_TASK}moc/<int:milestone_id>/", task_details.milestone_set, name="milestone_set"),
    path(
        f"{_TASK}moc/<int:milestone_id>/xoa/",
        task_details.milestone_remove,
        name="milestone_remove",
    ),
    path(f"{_TASK}chi-tieu/", task_effects.effect_set, name="effect_set"),
    path(f"{_TASK}chi-tieu/<int:effect_id>/xoa/", task_effects.effect_remove, name="effect_remove"),
    path(f"{_TASK}van-ban/", task_details.mandate_add, name="mandate_add"),
    path(
        f"{_TASK}van-ban/<int:mandate_id>/xoa/", task_details.mandate_remove, name="mandate_remove"
    ),
    path(f"{_TASK}ma-so/", task_details.external_id_set, name="external_id_set"),
    path(f"{_TASK}giong-nhau/", task_details.task_overlaps, name="task_overlaps"),
    path(f"{_TASK}cap-nhat/", progress.progress_report, name="progress_report"),
    path(f"{_TASK}khong-phat-sinh/", progress.progress_nothing_new, name="progress_nothing_new"),
    path("cap-nhat/<int:update_id>/bo/", progress.update_discard, name="update_discard"),
    path("minh-chung/<int:evidence_id>/", progress.evidence_file, name="evidence_file"),
    path("minh-chung/<int:evidence_id>/bo/", progress.evidence_remove, name="evidence_remove"),
    path("xac-nhan/", verification.verification_queue, name="verification_queue"),
    path("xac-nhan/hang-loat/", verification.verification_bulk, name="verification_bulk"),
    path("xac-nhan/<int:update_id>/", verification.verification_detail, name="verification_detail"),
    path("chua-bao-cao/", silent.silent_list, name="silent_list"),
    path("chua-bao-cao/nhiem-vu/", silent.silent_tasks, name="silent_tasks"),
    path("chua-bao-cao/co-quan/<str:code>/", silent.silent_tasks, name="silent_agency"),
]
