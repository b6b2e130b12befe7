"""Addresses of tasks, progress and verification."""

from django.urls import path

from sauro.domains.programmes.views import tasks

urlpatterns = [
    path("nhiem-vu/", tasks.task_list, name="task_list"),
    path("goi-y-co-quan/", tasks.agency_suggest, name="agency_suggest"),
    path("nhiem-vu/them/", tasks.task_list, name="task_create"),
    path("nhiem-vu/giao/", tasks.task_list, name="task_bulk_assign"),
    path("nhiem-vu/<int:task_id>/", tasks.task_list, name="task_detail"),
]
