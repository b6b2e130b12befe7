"""The text of attached files: kept, found with and without marks, shown, and gone with the file."""

from __future__ import annotations

import io
import unicodedata
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.http import QueryDict

from conftest import give, make_user
from sauro.domains.documents import selectors, services
from sauro.domains.documents.listings import DocumentListing
from sauro.domains.documents.models import Document, FilePassage, FileReading
from sauro.domains.documents.services import contents
from sauro.domains.documents.tests import factories
from sauro.engines.jobs import services as job_services
from sauro.engines.jobs.models import Job
from sauro.engines.office.writing import Column, WordTable, write_docx_tables

TEXT = "Đẩy mạnh chuyển đổi số, phủ sóng 5G tại Khu công nghiệp Quế Võ; hoá chất & môi trường"


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Words are looked for as they stand in the source."""
    settings.LANGUAGE_CODE = "en"


def word_file(*lines: str) -> bytes:
    """A Word document of these lines."""
    return write_docx_tables([WordTable([Column("Nội dung")], [["x"]])], titles=lines or (TEXT,))


def attach(document: Document, by: Any, at: Any, *lines: str, name: str = "kh.docx") -> Any:
    """A Word file of the document."""
    return services.attach_file(document=document, file=word_file(*lines), name=name, by=by, at=at)


def found(user: Any, query: str) -> list[str]:
    """References found by the box of the register, in their order."""
    params = QueryDict(mutable=True)
    params["q"] = query
    visible = selectors.documents_visible(user=user).with_validity(DAY)
    page = DocumentListing().read(params=params, queryset=visible, user=user, today=DAY)
    return [one.reference for one in page.objects]


DAY = date(2025, 6, 10)


@pytest.fixture
def read(plan: Document, monitor: Any, at: Any) -> Document:
    """The plan with a file."""
    attach(plan, monitor, at)
    return plan


@pytest.mark.parametrize(
    "query",
    [
        "chuyển đổi số",
        "chuyen doi so",
        "CHUYEN DOI",
        "day manh",
        '"đẩy mạnh chuyển đổi"',
        '"day manh chuyen doi"',
        "Quế Võ 5g",
        "hóa chất",
        "hoá chất",
        "102 5G",
        "chuyển đổi 57-NQ/TW",
    ],
)
def test_words_are_found_in_the_content(read: Document, clerk: Any, query: str) -> None:
    assert found(clerk, query) == [read.reference]


@pytest.mark.parametrize(
    "query",
    ["chuyên đôi", '"chuyen so"', '"số đổi"', "đay manh", "que vo ninh", "5", "chuye"],
)
def test_other_words_are_not_found(read: Document, clerk: Any, query: str) -> None:
    assert "KH-UBND" in read.symbol
    assert found(clerk, query) == ([read.reference] if query == "5" else [])


def test_the_entry_comes_first_then_the_phrase_then_the_words_apart(
    province: Any, monitor: Any, at: Any
) -> None:
    apart = factories.document(owner=province, number="1", abstract="A", by=monitor, at=at)
    attach(apart, monitor, at, "mạng lưới và hạ tầng")
    phrase = factories.document(owner=province, number="2", abstract="B", by=monitor, at=at)
    attach(phrase, monitor, at, "đầu tư hạ tầng mạng")
    entry = factories.document(
        owner=province, number="3", abstract="Mạng, hạ tầng", by=monitor, at=at
    )
    order = [entry.reference, phrase.reference, apart.reference]
    assert found(monitor, "hạ tầng mạng") == order
    assert found(monitor, "ha tang mang") == order


def test_the_list_shows_the_place_escaped_and_marked(
    read: Document, clerk: Any, browse: Any, addresses: Any
) -> None:
    page = browse(clerk).get("/van-ban/?q=hoa+chat").content.decode()
    assert "Found in content:" in page
    assert "<mark>hoá</mark> <mark>chất</mark> &amp; môi trường" in page
    page = browse(clerk).get("/van-ban/?q=102").content.decode()
    assert "Found in content:" not in page


def test_who_may_not_see_the_document_finds_nothing(
    read: Document, stranger: Any, other_clerk: Any
) -> None:
    assert found(stranger, "chuyển đổi số") == []
    assert found(other_clerk, "chuyển đổi số") == [read.reference]


def test_the_export_holds_the_abstract_alone(
    read: Document, clerk: Any, browse: Any, addresses: Any
) -> None:
    answer = browse(clerk).get("/van-ban/?q=que+vo&format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert read.reference in text
    assert "mark" not in text
    assert "Quế Võ" not in text


def test_the_text_goes_with_the_file(read: Document, monitor: Any, at: Any, clerk: Any) -> None:
    services.remove_file(file=read.files.get(), by=monitor, at=at)
    assert not FilePassage.objects.exists()
    assert not FileReading.objects.exists()
    assert found(clerk, "quế võ") == []
    attach(read, monitor, at, "nội dung khác")
    assert found(clerk, "nội dung khác") == [read.reference]


def test_a_second_file_of_a_document_is_found_too(read: Document, monitor: Any, at: Any) -> None:
    attach(read, monitor, at, "Phụ lục về trung tâm dữ liệu", name="phu-luc.docx")
    assert found(monitor, "quế võ trung tâm dữ liệu") == [read.reference]


def test_a_scanned_file_says_so_and_is_kept(plan: Document, monitor: Any, at: Any) -> None:
    services.attach_file(document=plan, file=factories.PDF, name="a.pdf", by=monitor, at=at)
    assert FileReading.objects.get().state in ("unreadable", "empty", "scanned")


def test_a_picture_is_not_read(plan: Document, monitor: Any, at: Any) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 20 + b"IEND"
    services.attach_file(document=plan, file=png, name="a.png", by=monitor, at=at)
    assert not FileReading.objects.exists()


def test_a_large_file_is_left_to_a_job(
    plan: Document, monitor: Any, at: Any, monkeypatch: Any, clerk: Any
) -> None:
    monkeypatch.setattr(contents, "SMALL", 10)
    file = attach(plan, monitor, at)
    job = Job.objects.get(kind=contents.READ)
    assert (job.arguments, job.state) == ({"file": file.pk}, "done")  # at once in tests
    assert found(clerk, "quế võ") == [plan.reference]


def test_what_no_job_took_is_read_by_the_command(
    plan: Document, monitor: Any, at: Any, monkeypatch: Any, clerk: Any
) -> None:
    def refuse(**_what: Any) -> None:
        raise job_services.TooManyJobs("full")

    monkeypatch.setattr(contents, "SMALL", 10)
    monkeypatch.setattr(job_services, "start", refuse)
    file = attach(plan, monitor, at)
    assert found(clerk, "quế võ") == []
    assert list(selectors.files_to_read()) == [file]
    call_command("index_documents", stdout=io.StringIO())
    assert found(clerk, "quế võ") == [plan.reference]
    assert list(selectors.files_to_read()) == []


def test_reading_again_changes_nothing(read: Document, clerk: Any) -> None:
    before = list(FilePassage.objects.values_list("content", flat=True))
    call_command("index_documents", "--again", stdout=io.StringIO())
    assert list(FilePassage.objects.values_list("content", flat=True)) == before
    assert found(clerk, "quế võ") == [read.reference]


def test_a_document_that_became_secret_keeps_no_text(read: Document, at: Any, admin: Any) -> None:
    """The text of a file that a job has still in its hand is not written."""
    file = read.files.get()
    FilePassage.objects.all().delete()
    Document.objects.filter(pk=read.pk).update(secrecy="confidential")
    reading, state = contents.read(word_file())
    assert contents.keep_text(file=file, found=reading, state=state, by=admin, at=at) is None
    assert not FilePassage.objects.exists()
    assert selectors.snippets(documents=[Document.objects.get()], query="quế võ") == {}


def test_of_very_many_the_newest_are_shown_and_the_entries_that_match(
    province: Any, monitor: Any, at: Any, monkeypatch: Any
) -> None:
    from sauro.domains.documents.selectors import contents as searching

    monkeypatch.setattr(searching, "MOST", 3)
    given = {"owner": province, "by": monitor, "at": at}
    for number in (91, 94, 93, 92):
        day = date(2020, 1, number - 90)
        factories.document(number=str(number), abstract="Mạng lưới", issued_on=day, **given)
    for number in range(1, 6):
        day = date(2025, 1, number)
        one = factories.document(number=str(number), issued_on=day, **given)
        attach(one, monitor, at, f"Mạng lưới số {number}")
    assert found(monitor, "mạng lưới") == [
        *("94/KH-UBND", "93/KH-UBND", "92/KH-UBND"),
        *("05/KH-UBND", "04/KH-UBND", "03/KH-UBND"),
    ]


def test_the_page_costs_a_fixed_number_of_queries(
    province: Any, monitor: Any, at: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        one = factories.document(owner=province, number=str(number + 1), by=monitor, at=at)
        attach(one, monitor, at, f"Mạng lưới số {number}")
    user = give(make_user("moi", "Mới"), "inspector", province)
    with django_assert_max_num_queries(9):
        assert len(found(user, "mạng lưới")) == 12


def test_the_api_shows_where_the_words_stand(read, addresses, clerk, stranger, browse):
    asked = "/api/documents?q=que vo"
    (one,) = browse(clerk).get(asked).json()["items"]
    assert "<mark>Quế</mark> <mark>Võ</mark>" in one["snippet"]
    assert "hoá chất &amp; môi trường" in one["snippet"]
    assert browse(stranger).get(asked).json()["items"] == []


def test_what_matches_in_its_entry_comes_before_what_matches_in_its_files(
    read, province, monitor, clerk, at
):
    entry = factories.document(
        owner=province, by=monitor, at=at, number="7", issued_on=date(2024, 1, 2),
        abstract="Phát triển Quế Võ",
    )  # fmt: skip
    visible = selectors.documents_visible(user=clerk)
    found = selectors.documents_first(found=visible, query="que vo", limit=5)
    assert [one.pk for one in found] == [entry.pk, read.pk]
    (only,) = selectors.documents_first(found=visible, query="que vo", limit=1)
    assert only.pk == entry.pk


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_decomposed_letters_find_the_same(read, clerk, form):
    for words in ("Quế Võ", "hoá chất", '"đẩy mạnh"', "thực hiện"):
        assert found(clerk, unicodedata.normalize(form, words)) == [read.reference]
