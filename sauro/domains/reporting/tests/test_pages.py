"""The pages of reports: what they show, lead to, refuse, and cost."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sauro.domains.reporting.models import Report, ReportSection


def test_a_report_is_made_on_the_page(work, browser_of, monitor, province):
    browser = browser_of(monitor)
    answer = browser.post(
        reverse("report_create"),
        {
            "owner": province.code,
            "definition": "province",
            "period_kind": "month",
            "containing": "2025-06-01",
        },
    )
    report = Report.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/bao-cao/{report.pk}/")
    page = browser.get(answer.url).content.decode()
    assert "Chờ hướng dẫn của bộ" in page
    assert f'href="/bao-cao/{report.pk}/so-lieu/tasks.done/">01</a>' in page


def test_every_link_of_a_figure_leads_to_its_rows(period_report, browser_of, monitor):
    browser = browser_of(monitor)
    page = browser.get(f"/bao-cao/{period_report.pk}/").content.decode()
    links = sorted(set(re.findall(rf'href="(/bao-cao/{period_report.pk}/so-lieu/[^"]+)"', page)))
    assert len(links) > 10
    for link in links:
        assert browser.get(link).status_code == 200, link
    rows = browser.get(f"/bao-cao/{period_report.pk}/so-lieu/tasks.overdue/").content.decode()
    assert "Ban hành quy chế dữ liệu" in rows
    assert "Kết nối mạng truyền số liệu" not in rows


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx", "pptx"])
def test_files_are_downloads_and_the_same_again(kind, period_report, browser_of, monitor):
    browser = browser_of(monitor)
    address = reverse("report_file", args=[period_report.pk, kind])
    first, second = browser.get(address), browser.get(address)
    assert first.status_code == 200
    assert first["Content-Disposition"].startswith("attachment")
    assert first.content == second.content
    assert browser.get(address.replace(kind, "exe")).status_code == 404


@pytest.mark.parametrize("person", ["stranger", "other_clerk"])
def test_the_report_of_others_does_not_exist(person, request, period_report, browser_of):
    browser = browser_of(request.getfixturevalue(person))
    for name, more in (
        ("report_detail", []),
        ("report_figure", ["tasks.done"]),
        ("report_file", ["pdf"]),
    ):
        assert browser.get(reverse(name, args=[period_report.pk, *more])).status_code == 404, name
    assert str(period_report.draft.abstract) not in browser.get("/bao-cao/").content.decode()


def test_a_leader_reads_and_does_not_write(period_report, browser_of, leader):
    browser = browser_of(leader)
    page = browser.get(f"/bao-cao/{period_report.pk}/").content.decode()
    assert "/phan/general/" not in page
    assert browser.get(f"/bao-cao/{period_report.pk}/phan/general/").status_code == 403
    assert browser.post(f"/bao-cao/{period_report.pk}/lam-moi/").status_code == 403


def test_a_section_is_written_on_its_page(period_report, browser_of, monitor):
    browser = browser_of(monitor)
    address = reverse("section_write", args=[period_report.pk, "late"])
    section = ReportSection.objects.get(report=period_report, key="late")
    bad = browser.post(address, {"version": section.version, "wording": "[[5|tasks.overdue]]"})
    assert bad.status_code == 422
    assert "[[5|tasks.overdue]]" in bad.content.decode()
    good = browser.post(address, {"version": section.version, "wording": "Còn chậm."})
    assert good.status_code == 302
    assert "Còn chậm." in browser.get(good.url).content.decode()


def test_the_page_costs_the_same_for_any_number_of_tasks(period_report, browser_of, monitor):
    browser = browser_of(monitor)
    address = f"/bao-cao/{period_report.pk}/"
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    assert len(asked) <= 12


def test_a_period_is_closed_on_the_page(work, browser_of, monitor, province, later, monkeypatch):
    from sauro.core import clock

    browser = browser_of(monitor)
    address = reverse("period_close")
    early = browser.post(address, {"owner": province.code, "period": "2025-06"}, follow=True)
    assert "14/06/2025" in early.content.decode()
    monkeypatch.setattr(clock, "now", lambda: later)
    browser.post(address, {"owner": province.code, "period": "2025-06"})
    from sauro.domains.reporting.models import Snapshot

    assert Snapshot.objects.get().is_final
    bad = browser.post(address, {"owner": province.code, "period": "nonsense"}, follow=True)
    assert bad.status_code == 200
