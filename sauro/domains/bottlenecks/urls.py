"""Addresses of bottlenecks."""

from django.urls import path

from sauro.domains.bottlenecks.views import detail, linking, lists, obstacles, steps, writing

_ONE = "diem-nghen/<int:bottleneck_id>/"

urlpatterns = [
    path("diem-nghen/", lists.bottleneck_list, name="bottleneck_list"),
    path("diem-nghen/nhom/", lists.bottleneck_group, name="bottleneck_group"),
    path("diem-nghen/cap-tren/", lists.bottleneck_above, name="bottleneck_above"),
    path("diem-nghen/them/", writing.bottleneck_propose, name="bottleneck_propose"),
    path("diem-nghen/vuong-mac/", obstacles.obstacle_list, name="obstacle_list"),
    path("diem-nghen/vuong-mac/gan/", obstacles.obstacle_tie, name="obstacle_tie"),
    path("diem-nghen/vuong-mac/bo-qua/", obstacles.obstacle_set_aside, name="obstacle_set_aside"),
    path(_ONE, detail.bottleneck_detail, name="bottleneck_detail"),
    path(f"{_ONE}sua/", writing.bottleneck_edit, name="bottleneck_edit"),
    path(f"{_ONE}gan/", linking.bottleneck_link, name="bottleneck_link"),
    path(f"{_ONE}gan/<int:link_id>/bo/", linking.bottleneck_unlink, name="bottleneck_unlink"),
    path(f"{_ONE}tiep-nhan/", steps.bottleneck_accept, name="bottleneck_accept"),
    path(f"{_ONE}khong-tiep-nhan/", steps.bottleneck_reject, name="bottleneck_reject"),
    path(f"{_ONE}chuyen-cap/", steps.bottleneck_escalate, name="bottleneck_escalate"),
    path(f"{_ONE}thao-go/", steps.bottleneck_lift, name="bottleneck_lift"),
    path(f"{_ONE}mo-lai/", steps.bottleneck_reopen, name="bottleneck_reopen"),
    path(f"{_ONE}gop/", steps.bottleneck_merge, name="bottleneck_merge"),
]
