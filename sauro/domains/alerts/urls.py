"""Addresses of alerts."""

from django.urls import path

from sauro.domains.alerts.views import alerts, bulk, rules

_ONE = "canh-bao/<int:alert_id>/"

urlpatterns = [
    path("canh-bao/", alerts.alert_list, name="alert_list"),
    path("canh-bao/thong-ke/", alerts.alert_statistics, name="alert_statistics"),
    path("canh-bao/quy-tac/", rules.alert_rules, name="alert_rules"),
    path("canh-bao/quy-tac/<slug:code>/", rules.alert_rule, name="alert_rule"),
    path("canh-bao/quy-tac/<slug:code>/bo/", rules.alert_rule_clear, name="alert_rule_clear"),
    path("canh-bao/nhieu/ghi-nhan/", bulk.alert_bulk_acknowledge, name="alert_bulk_acknowledge"),
    path("canh-bao/nhieu/tam-gac/", bulk.alert_bulk_snooze, name="alert_bulk_snooze"),
    path(_ONE, alerts.alert_detail, name="alert_detail"),
    path(f"{_ONE}ghi-nhan/", alerts.alert_acknowledge, name="alert_acknowledge"),
    path(f"{_ONE}tam-gac/", alerts.alert_snooze, name="alert_snooze"),
    path(f"{_ONE}mo-lai/", alerts.alert_undo, name="alert_undo"),
]
