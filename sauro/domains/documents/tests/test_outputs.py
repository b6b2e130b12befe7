"""The registers and reports of Appendix VI, for a period."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sauro.domains.documents import printing, selectors, services
from sauro.domains.documents.tests import factories
from sauro.engines.office import texts

TODAY = date(2025, 6, 10)
MAY, JUNE = date(2025, 5, 1), date(2025, 6, 30)


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Words are looked for as they stand in the source."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def month(province: Any, monitor: Any, at: Any) -> dict[str, Any]:
    """Three papers that came, one of them answered, one late; one that went out."""
    made: dict[str, Any] = {}
    for name, number, due in (
        ("answered", "11", date(2025, 6, 1)),
        ("late", "12", date(2025, 6, 1)),
        ("open", "13", date(2025, 6, 20)),
    ):
        made[name] = services.register_document(
            particulars=factories.particulars(
                number=number,
                symbol="BKHCN-CĐS",
                issuer_name="Bộ KH&CN",
                abstract=f"Công văn {name}",
            ),
            owner=province,
            arrival=services.NewArrival(
                arrived_on=date(2025, 5, 20), passed_to="Sở KH&CN", due_on=due
            ),
            by=monitor,
            at=at,
        )
    made["reply"] = factories.document(
        owner=province,
        flow="outgoing",
        number="8",
        symbol="BC-UBND",
        issued_on=date(2025, 5, 28),
        details=services.Details(answer_due_on=date(2025, 6, 5), copies=3),
        by=monitor,
        at=at,
    )
    services.relate_documents(
        source=made["reply"], target=made["answered"], relation="implements", by=monitor, at=at
    )
    return made


def output(code: str, user: Any, organisation: Any, since: date = MAY) -> Any:
    """One output of May and June."""
    return selectors.output_of_period(
        code=code, user=user, organisation=organisation, since=since, until=JUNE, today=TODAY
    )


def test_the_register_of_incoming_documents_is_in_the_order_of_arrival(
    month: Any, monitor: Any, province: Any
) -> None:
    found = output("incoming", monitor, province)
    assert [row[1] for row in found.rows] == [1, 2, 3]
    assert found.rows[0][3] == month["answered"].reference
    assert found.rows[0][6] == "Sở KH&CN"
    assert output("incoming", monitor, province, date(2025, 6, 1)).rows == []


def test_the_report_on_incoming_says_what_was_answered_and_what_is_late(
    month: Any, monitor: Any, province: Any
) -> None:
    found = output("incoming_handled", monitor, province)
    assert [row[-1] for row in found.rows] == ["Dealt with", "Overdue", "Being dealt with"]
    assert found.rows[0][7:9] == (date(2025, 5, 28), month["reply"].reference)
    assert found.sums == (
        "Received: 3",
        "Dealt with: 1 of 3, 0 of them late",
        "Being dealt with: 2 of 3, 1 of them overdue",
    )


def test_the_outgoing_outputs_hold_what_was_issued(month: Any, monitor: Any, province: Any) -> None:
    assert [row[0] for row in output("outgoing", monitor, province).rows] == ["08/BC-UBND"]
    handled = output("outgoing_handled", monitor, province)
    assert handled.rows[0][-1] == "Overdue"
    assert handled.sums[-1] == "Answered: 0 of 1 that asked for an answer"


def test_an_agency_sees_only_its_own_register(
    month: Any, clerk: Any, department: Any, province: Any
) -> None:
    assert list(selectors.keeping(user=clerk)) == [department]
    assert output("incoming", clerk, department).rows == []


def test_the_list_of_dossiers_holds_those_kept_in_the_period(
    month: Any, monitor: Any, province: Any, department: Any, at: Any
) -> None:
    for notation, owner, since, until in (
        ("01", province, date(2025, 1, 2), None),
        ("02", province, date(2025, 1, 2), date(2025, 4, 30)),
        ("03", province, date(2025, 7, 1), None),
        ("04", department, date(2025, 1, 2), None),
        ("05", province, date(2025, 1, 2), MAY),
    ):
        new = services.NewDossier(
            year=2025, notation=notation, title="Hồ sơ", started_on=since, ended_on=until
        )
        made = services.create_dossier(owner=owner, dossier=new, by=monitor, at=at)
        if notation == "01":
            services.file_in_dossier(dossier=made, document=month["reply"], by=monitor, at=at)
    found = output("dossiers", monitor, province)
    assert [row[1] for row in found.rows] == ["2025.01", "2025.05"]
    assert found.rows[0][5] == 1
    assert found.rows[1][8] == date(2026, 5, 1)
    assert found.sums == ("Dossiers: 2, documents: 1",)


@pytest.mark.parametrize(
    "code", ["incoming", "incoming_handled", "outgoing", "outgoing_handled", "dossiers"]
)
def test_each_is_printed(month: Any, monitor: Any, province: Any, code: str) -> None:
    found = output(code, monitor, province)
    pdf = printing.written(found, "pdf", day=TODAY)
    assert pdf is not None
    words = texts.read_text(pdf.content).text
    assert "UBND" in words
    sheet = printing.written(found, "xlsx", day=TODAY)
    assert sheet is not None


def test_the_page_shows_it_and_gives_the_files(
    month: Any, monitor: Any, province: Any, browse: Any, addresses: Any, clerk: Any
) -> None:
    asked = f"?output=incoming_handled&organisation={province.pk}&since=2025-05-01&until=2025-06-30"
    page = browse(monitor).get(f"/van-ban/so-sach/{asked}").content.decode()
    assert "Dealt with: 1 of 3" in page
    for kind in ("pdf", "xlsx", "docx"):
        answer = browse(monitor).get(f"/van-ban/so-sach/{asked}&format={kind}")
        assert answer["Content-Disposition"].startswith("attachment")
    assert browse(monitor).get("/van-ban/so-sach/?output=x").status_code == 422
    assert browse(monitor).get(f"/van-ban/so-sach/{asked}&format=exe").status_code == 404
    assert browse(clerk).get(f"/van-ban/so-sach/{asked}").status_code == 422
