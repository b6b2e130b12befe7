"""Addresses of notices."""

from django.urls import path

from sauro.engines.notify import views

urlpatterns = [
    path("thong-bao/", views.notice_list, name="notice_list"),
    path("thong-bao/<int:notice_id>/", views.notice_open, name="notice_open"),
    path("thong-bao/da-doc/", views.notice_read, name="notice_read"),
    path("thong-bao/chuong/", views.notice_bell, name="notice_bell"),
    path("thong-bao/cai-dat/", views.notice_settings, name="notice_settings"),
    path("thong-bao/nhat-ky/", views.delivery_log, name="delivery_log"),
    path("thong-bao/nhat-ky/gui-lai/", views.delivery_retry, name="delivery_retry"),
    path("thong-bao/chay-thu/", views.notice_plan, name="notice_plan"),
    path("thong-bao/moc-nhac/", views.reminder_steps, name="reminder_steps"),
    path("thong-bao/moc-nhac/bo/", views.reminder_steps_clear, name="reminder_steps_clear"),
]
