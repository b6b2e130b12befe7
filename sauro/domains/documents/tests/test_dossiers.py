"""Dossiers: one document in many, closed and handed over, printed and described."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from sauro.core.errors import NotAllowed
from sauro.domains.documents import metadata, printing, rules, selectors, services
from sauro.domains.documents.models import Document, Dossier
from sauro.domains.documents.rules import ArchiveState, HandOverRule
from sauro.domains.documents.tests import factories
from sauro.engines.history.models import Event
from sauro.engines.office import texts

TODAY = date(2025, 6, 10)


def new(**values: Any) -> services.NewDossier:
    """The particulars of a dossier."""
    usual: dict[str, Any] = {
        "year": 2025,
        "notation": "01.CĐS",
        "title": "Hồ sơ về chuyển đổi số năm 2025",
        "started_on": date(2025, 1, 2),
        "retention_years": 10,
    }
    return services.NewDossier(**{**usual, **values})


@pytest.fixture
def dossier(province: Any, monitor: Any, at: Any) -> Dossier:
    """A dossier of the province."""
    return services.create_dossier(owner=province, dossier=new(), by=monitor, at=at)


def seen(dossier: Dossier, user: Any) -> Any:
    """The dossier as a person sees it, with its sums."""
    return selectors.dossiers_visible(user=user).get(pk=dossier.pk)


@pytest.mark.parametrize(
    ("ended", "rule", "due"),
    [
        (date(2024, 6, 10), HandOverRule(), date(2025, 6, 10)),
        (date(2024, 2, 29), HandOverRule(), date(2025, 2, 28)),
        (date(2024, 6, 10), HandOverRule(from_year_end=True), date(2025, 12, 31)),
        (date(2024, 11, 30), HandOverRule(months=3), date(2025, 2, 28)),
    ],
)
def test_a_dossier_is_due_so_long_after_its_end(ended: date, rule: HandOverRule, due: date) -> None:
    assert rules.hand_over_due(ended_on=ended, rule=rule) == due


@pytest.mark.parametrize(
    ("ended", "state"),
    [
        (None, ArchiveState.OPEN),
        (date(2025, 7, 1), ArchiveState.OPEN),
        (date(2024, 7, 11), ArchiveState.KEPT),
        (date(2024, 7, 10), ArchiveState.DUE_SOON),
        (date(2024, 6, 10), ArchiveState.DUE_SOON),
        (date(2024, 6, 9), ArchiveState.OVERDUE),
    ],
)
def test_the_warning_comes_thirty_days_before(ended: date | None, state: ArchiveState) -> None:
    found = rules.archive_state(ended_on=ended, handed_over=False, today=TODAY, rule=HandOverRule())
    assert found is state


def test_one_document_lies_in_two_dossiers_once_in_each(
    dossier: Dossier, plan: Document, province: Any, monitor: Any, at: Any
) -> None:
    second = services.create_dossier(
        owner=province, dossier=new(notation="02.CĐS"), by=monitor, at=at
    )
    for one in (dossier, second):
        services.file_in_dossier(dossier=one, document=plan, by=monitor, at=at)
    assert Document.objects.count() == 1
    assert list(selectors.dossiers_of(document=plan, user=monitor)) == [dossier, second]
    with pytest.raises(services.DossierRefused, match="already"):
        services.file_in_dossier(dossier=dossier, document=plan, by=monitor, at=at)
    kinds = Event.objects.filter(kind__startswith="documents.dossier").order_by("kind")
    assert list(kinds.values_list("kind", flat=True)) == [
        *["documents.dossier.created"] * 2,
        *["documents.dossier.filed"] * 2,
    ]


def test_a_code_is_given_once(dossier: Dossier, province: Any, monitor: Any, at: Any) -> None:
    assert dossier.code == "2025.01.CĐS"
    with pytest.raises(services.DossierRefused) as refusal:
        services.create_dossier(owner=province, dossier=new(), by=monitor, at=at)
    assert refusal.value.field == "notation"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"notation": "x" * 21}, "notation"),
        ({"title": " "}, "title"),
        ({"rights": "x" * 31}, "rights"),
        ({"year": 1900}, "year"),
        ({"ended_on": date(2024, 1, 1)}, "ended_on"),
        ({"retention_years": 0}, "retention_years"),
    ],
)
def test_what_does_not_fit_is_refused_not_cut(
    province: Any, monitor: Any, at: Any, values: Any, field: str
) -> None:
    with pytest.raises(services.DossierRefused) as refusal:
        services.create_dossier(owner=province, dossier=new(**values), by=monitor, at=at)
    assert refusal.value.field == field


def test_a_closed_dossier_takes_nothing_more(
    dossier: Dossier, plan: Document, monitor: Any, at: Any
) -> None:
    entry = services.file_in_dossier(dossier=dossier, document=plan, by=monitor, at=at)
    services.close_dossier(dossier=dossier, ended_on=date(2025, 6, 1), by=monitor, at=at)
    with pytest.raises(services.DossierClosed):
        services.file_in_dossier(dossier=dossier, document=plan, by=monitor, at=at)
    with pytest.raises(services.DossierClosed):
        services.take_from_dossier(entry=entry, by=monitor, at=at)
    with pytest.raises(services.DossierClosed):
        services.change_dossier(
            dossier=dossier, new=new(title="Khác"), version=2, by=monitor, at=at
        )
    handed = services.hand_over_dossier(dossier=dossier, on=TODAY, by=monitor, at=at)
    assert handed.handed_over_on == TODAY
    with pytest.raises(services.DossierClosed):
        services.hand_over_dossier(dossier=dossier, on=TODAY, by=monitor, at=at)


def test_taking_out_moves_the_others_up(
    dossier: Dossier, province: Any, monitor: Any, at: Any
) -> None:
    entries = [
        services.file_in_dossier(
            dossier=dossier,
            document=factories.document(owner=province, number=str(n), by=monitor, at=at),
            by=monitor,
            at=at,
        )
        for n in (1, 2, 3)
    ]
    services.take_from_dossier(entry=entries[0], by=monitor, at=at)
    left = [(one.position, one.document.number) for one in dossier.entries.all()]
    assert left == [(1, "2"), (2, "3")]


@pytest.mark.parametrize("person", ["clerk", "leader", "stranger"])
def test_only_those_who_register_keep_dossiers(
    dossier: Dossier, plan: Document, at: Any, person: str, request: Any
) -> None:
    by = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        services.file_in_dossier(dossier=dossier, document=plan, by=by, at=at)
    with pytest.raises(NotAllowed):
        services.close_dossier(dossier=dossier, ended_on=TODAY, by=by, at=at)


def test_a_secret_paper_is_not_filed_and_one_that_became_secret_is_not_counted(
    dossier: Dossier, plan: Document, secret: Document, admin: Any, monitor: Any, at: Any
) -> None:
    with pytest.raises(services.SecrecyRefused, match="stays outside"):
        services.file_in_dossier(dossier=dossier, document=secret, by=admin, at=at)
    with pytest.raises(services.DossierRefused, match="not in the register"):
        services.file_in_dossier(dossier=dossier, document=secret, by=monitor, at=at)
    services.file_in_dossier(dossier=dossier, document=plan, by=monitor, at=at)
    Document.objects.filter(pk=plan.pk).update(secrecy="secret")
    assert seen(dossier, admin).papers == 0
    assert not selectors.entries_of(dossier=dossier, user=admin).exists()


def test_the_list_warns_of_what_is_due(
    dossier: Dossier, province: Any, monitor: Any, at: Any
) -> None:
    late = services.create_dossier(
        owner=province,
        dossier=new(year=2023, started_on=date(2023, 1, 1)),
        by=monitor,
        at=at,
    )
    services.close_dossier(dossier=late, ended_on=date(2023, 12, 31), by=monitor, at=at)
    [found] = selectors.dossiers_to_hand_over(user=monitor, today=TODAY, soon=True)
    assert (found.dossier, found.due_on, found.state) == (
        late,
        date(2024, 12, 31),
        ArchiveState.OVERDUE,
    )


def test_the_table_of_contents_is_printed_in_three_forms(
    dossier: Dossier, plan: Document, monitor: Any, at: Any
) -> None:
    services.file_in_dossier(dossier=dossier, document=plan, note="bản gốc", by=monitor, at=at)
    output = selectors.table_of_contents(dossier=dossier, user=monitor)
    for kind in ("docx", "pdf"):
        file = printing.written(output, kind, day=TODAY)
        assert file is not None
        text = texts.read_text(file.content).text
        for words in ("102/KH-UBND", "bản gốc", "10 years", dossier.title):
            assert " ".join(words.split()) in " ".join(text.split())
    sheet = printing.written(output, "xlsx", day=TODAY)
    assert sheet is not None
    assert sheet.content[:2] == b"PK"
    again = printing.written(output, "pdf", day=TODAY)
    assert again is not None
    assert again.content == printing.written(output, "pdf", day=TODAY).content  # type: ignore[union-attr]


def test_metadata_has_the_names_and_reports_what_is_too_long(
    dossier: Dossier, province: Any, monitor: Any, at: Any
) -> None:
    details = services.Details(
        signer_name="Trần Văn " + "Rất " * 12 + "Dài",
        page_amount=12,
        recipients="- Như trên;\n- Lưu: VT",
    )
    made = factories.document(
        owner=province, flow="outgoing", number="7", details=details, by=monitor, at=at
    )
    entry = services.file_in_dossier(
        dossier=dossier, document=made, note="bản gốc", by=monitor, at=at
    )
    found = metadata.of_document(document=made, entry=entry)
    assert [one.field for one in found.faults] == ["SignerInfo.FullName"]
    root = ET.fromstring(metadata.written(found, "xml"))
    assert root.findtext("FileCode/FileNotation") == "01.CĐS"
    assert root.findtext("SignerInfo/FullName") == details.signer_name
    assert root.findtext("DocOrdinal") == "1"
    assert root.findtext("Description") == "bản gốc"
    assert [one.text for one in root.findall("To/OrganName")] == ["Như trên", "Lưu: VT"]
    assert root.findtext("Faults/Fault/Limit") == "50"
    data = json.loads(metadata.written(metadata.of_dossier(dossier=seen(dossier, monitor)), "json"))
    assert data["File"]["DocTotal"] == "1"
    assert data["File"]["PageTotal"] == "12"
    assert data["File"]["Maintenance"] == "10 năm"


def test_an_incoming_document_is_described_with_its_arrival(
    province: Any, monitor: Any, at: Any
) -> None:
    arrival = services.NewArrival(arrived_on=TODAY, passed_to="Phòng Chuyển đổi số")
    made = services.register_document(
        particulars=factories.particulars(), owner=province, arrival=arrival, by=monitor, at=at
    )
    one = metadata.arrival_for(document=made, user=monitor)
    found = metadata.nested(metadata.of_document(document=made, arrival=one))
    assert (found["ArrivalNumber"], found["ArrivalDate"]) == ("1", "10/06/2025")
    assert [trace["Action"] for trace in found["TraceHeaderList"]] == ["Tiếp nhận", "Phân phối"]


def test_the_hand_over_list_is_that_of_one_organisation(
    dossier: Dossier,
    plan: Document,
    province: Any,
    department: Any,
    monitor: Any,
    at: Any,
    browse: Any,
    addresses: Any,
) -> None:
    other = services.create_dossier(
        owner=department, dossier=new(title="Hồ sơ của sở"), by=monitor, at=at
    )
    services.file_in_dossier(dossier=dossier, document=plan, by=monitor, at=at)
    for one in (dossier, other):
        services.close_dossier(dossier=one, ended_on=date(2025, 6, 1), by=monitor, at=at)
    client = browse(monitor)
    page = client.get("/van-ban/ho-so/nop-luu/").content.decode()
    for one in (province, department):
        assert f'<option value="{one.pk}">{escape(one.label)}</option>' in page
    for asked, inside, outside in (
        ("", dossier, other),
        (f"&organisation={province.pk}", dossier, other),
        (f"&organisation={department.pk}", other, dossier),
    ):
        assert client.get(f"/van-ban/ho-so/nop-luu/?format=xlsx{asked}").content[:2] == b"PK"
        for kind in ("docx", "pdf"):
            answer = client.get(f"/van-ban/ho-so/nop-luu/?format={kind}{asked}")
            words = " ".join(texts.read_text(answer.content).text.split())
            assert inside.title in words
            assert outside.title not in words
            assert inside.owner.name.lower() in words.lower()
            assert "10 năm" in words
            assert "01/06/2026" in words
    for wrong in ("x", "0"):
        address = f"/van-ban/ho-so/nop-luu/?format=pdf&organisation={wrong}"
        assert client.get(address).status_code == (404 if wrong == "0" else 200)


def test_a_dossier_kept_for_ever_says_so(province: Any, monitor: Any, at: Any) -> None:
    kept = services.create_dossier(
        owner=province, dossier=new(retention_years=None), by=monitor, at=at
    )
    assert selectors.table_of_contents(dossier=kept, user=monitor).sums[1] == "Kept for: For ever"
    described = metadata.of_dossier(dossier=seen(kept, monitor)).fields
    assert described["Maintenance"] == "Vĩnh viễn"


def test_the_metadata_of_a_dossier_has_every_field_of_the_appendix(
    dossier: Dossier, monitor: Any
) -> None:
    described = metadata.of_dossier(dossier=seen(dossier, monitor))
    assert list(described.fields) == list(rules.DOSSIER_LENGTHS)


@pytest.mark.parametrize("flow", ["outgoing", "incoming"])
def test_the_metadata_of_a_document_has_every_field_of_the_appendix(
    province: Any, monitor: Any, at: Any, flow: str
) -> None:
    came = services.NewArrival(arrived_on=TODAY) if flow == "incoming" else None
    made = services.register_document(
        particulars=factories.particulars(flow=flow),
        owner=province,
        arrival=came,
        by=monitor,
        at=at,
    )
    arrival = metadata.arrival_for(document=made, user=monitor)
    found = metadata.of_document(document=made, arrival=arrival)
    lengths = rules.INCOMING_LENGTHS if came else rules.OUTGOING_LENGTHS
    listed = {"To.OrganId", "To.OrganName"}
    assert set(found.fields) == set(lengths) - listed
    assert set(found.lists) == ({"TraceHeaderList"} if came else {"To"})


def test_the_pages_of_a_dossier_work_from_opening_to_hand_over(
    browse: Any, addresses: Any, monitor: Any, province: Any, plan: Document, clerk: Any
) -> None:
    client = browse(monitor)
    typed = {
        "owner": province.pk,
        "year": 2025,
        "notation": "01",
        "title": "Hồ sơ <mới>",
        "started_on": "2025-01-01",
        "language": "Tiếng Việt",
    }
    answer = client.post("/van-ban/ho-so/moi/", typed)
    made = Dossier.objects.get()
    here = f"/van-ban/ho-so/{made.pk}/"
    assert answer["Location"] == here
    assert client.post("/van-ban/ho-so/moi/", typed).status_code == 422
    cited = {"target": "102/KH-UBND (19/05/2025)"}
    assert client.post(f"{here}van-ban/", cited)["Location"] == here
    assert client.post(f"{here}van-ban/", cited).status_code == 422
    page = client.get(here).content.decode()
    assert "102/KH-UBND" in page
    assert "Hồ sơ &lt;mới&gt;" in page
    assert made.code in client.get(f"/van-ban/{plan.pk}/").content.decode()
    assert made.code in client.get("/van-ban/ho-so/").content.decode()
    for kind in ("docx", "pdf", "xlsx"):
        assert client.get(f"{here}muc-luc.{kind}").status_code == 200
    assert client.get(f"{here}muc-luc.exe").status_code == 404
    for path in (f"{here}sieu-du-lieu/", f"/van-ban/{plan.pk}/sieu-du-lieu/"):
        assert client.get(path).status_code == 200
        assert client.get(f"{path}?format=xml")["Content-Type"] == "application/xml"
    client.post(f"{here}ket-thuc/", {"ended_on": "2025-06-01"})
    assert client.post(f"{here}van-ban/", cited).status_code == 409
    assert client.get("/van-ban/ho-so/nop-luu/").status_code == 200
    client.post(f"{here}nop-luu/", {"on": "2025-06-09"})
    made.refresh_from_db()
    assert made.handed_over_on == date(2025, 6, 9)
    assert browse(clerk).get(here).status_code == 404
    assert browse(clerk).get("/van-ban/ho-so/moi/").status_code == 403
