"""What a province decides about its reports: indicators in its own words, and Word frames."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sauro.core.errors import NotAllowed
from sauro.domains.indicators.tests.factories import make_indicator
from sauro.domains.reporting import files
from sauro.domains.reporting.models import FeaturedIndicator, ReportTemplate
from sauro.domains.reporting.sections import results
from sauro.domains.reporting.selectors import measuring, pictures, templates
from sauro.domains.reporting.services import featuring, framing
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.domains.reporting.tests.conftest import JUNE
from sauro.engines.history.models import Event
from sauro.engines.office.papers.templates import TemplateRefused, default_template

SENTENCE = "Tiếp nhận {value} {unit}, do {n}/{expected} đơn vị báo cáo."


@pytest.fixture
def indicator(province, monitor):
    return make_indicator(province, monitor, code="HS", name="Hồ sơ đã tiếp nhận", unit="hồ sơ")


def feature(province, indicator, monitor, at, **more):
    told = {"heading": "Thủ tục", "phrase": SENTENCE, "position": 1} | more
    return featuring.feature_indicator(
        owner=province, indicator=indicator, by=monitor, at=at, **told
    )


def test_an_indicator_is_featured_with_one_event_and_told_again_it_is_changed(
    province, indicator, monitor, at
):
    first = feature(province, indicator, monitor, at)
    assert first.phrase == SENTENCE.rstrip(".")
    again = feature(province, indicator, monitor, at, position=7)
    assert (again.pk, again.position) == (first.pk, 7)
    feature(province, indicator, monitor, at, position=7)
    assert Event.objects.filter(kind="reporting.indicator.featured").count() == 2


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("Không có số", "{value}"),
        ("Có {value} và {gia_tri}", "{gia_tri}"),
        ("Có {value} và {", ""),
        ("Có {value} {value.__class__}", "{value.__class__}"),
        ("x" * 501 + "{value}", ""),
    ],
)
def test_a_sentence_with_unknown_or_broken_places_is_refused(
    phrase, said, province, indicator, monitor, at
):
    with pytest.raises(ReportRefused) as refused:
        feature(province, indicator, monitor, at, phrase=phrase)
    assert refused.value.field == "phrase"
    assert said in str(refused.value)
    assert not FeaturedIndicator.objects.exists()


def test_the_own_sentence_stands_in_the_report(province, indicator, monitor, at, snapshot):
    feature(province, indicator, monitor, at)
    (row,) = measuring.indicator_rows(owner=province, period=JUNE, day=at.date())
    told = replace(row, now=measuring.Value(value=Decimal(12), units=3), expected=3)
    picture = replace(pictures.picture_in(snapshot=snapshot), indicators=(told,))
    view = results.View(picture, pictures.subject(kind="province", of=province))
    said = "".join(run.text for run in results.say_indicator(view, told).runs)
    assert said == "Tiếp nhận 12 hồ sơ, do 3/3 đơn vị báo cáo"


@pytest.mark.parametrize("person", ["clerk", "leader", "stranger", "inspector"])
def test_others_decide_nothing(person, request, province, indicator, monitor, at):
    by = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        feature(province, indicator, by, at)
    featured = feature(province, indicator, monitor, at)
    with pytest.raises(NotAllowed):
        featuring.drop_indicator(featured=featured, by=by, at=at)
    with pytest.raises(NotAllowed):
        set_frame(province, by, at)
    with pytest.raises(NotAllowed):
        framing.remove_template(owner=province, definition="province", by=by, at=at)


def test_the_indicator_of_another_province_is_refused(
    province, other_province, stranger, monitor, at
):
    foreign = make_indicator(other_province, stranger, code="X", name="X")
    with pytest.raises(ReportRefused):
        feature(province, foreign, monitor, at)


def test_indicators_are_kept_on_their_page(browser_of, province, indicator, monitor):
    browser = browser_of(monitor)
    address = reverse("featured_list")
    assert "HS" not in browser.get(address).content.decode()
    data = {"owner": province.code, "indicator": indicator.pk, "phrase": "Sai {x}", "position": 1}
    bad = browser.post(reverse("featured_create"), data)
    assert bad.status_code == 422
    assert "{x}" in bad.content.decode()
    good = browser.post(reverse("featured_create"), data | {"phrase": SENTENCE}, follow=True)
    assert "Hồ sơ đã tiếp nhận" in good.content.decode()
    found = FeaturedIndicator.objects.get()
    edit = reverse("featured_edit", args=[found.pk])
    assert browser.post(edit, {"heading": "Khác", "phrase": "", "position": 3}).status_code == 302
    found.refresh_from_db()
    assert (found.heading, found.phrase, found.position) == ("Khác", "", 3)
    browser.post(reverse("featured_drop", args=[found.pk]))
    assert not FeaturedIndicator.objects.exists()
    assert Event.objects.filter(kind="reporting.indicator.dropped").count() == 1


def test_the_indicators_of_others_do_not_exist(
    browser_of, province, indicator, monitor, stranger, clerk, at
):
    found = feature(province, indicator, monitor, at)
    assert browser_of(stranger).get(reverse("featured_edit", args=[found.pk])).status_code == 404
    assert browser_of(stranger).post(reverse("featured_drop", args=[found.pk])).status_code == 404
    assert browser_of(clerk).get(reverse("featured_list")).status_code == 403


def changed_frame(word="Mẫu riêng của tỉnh"):
    """The default frame with other words in its properties."""
    source = zipfile.ZipFile(io.BytesIO(default_template("state")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace("CỘNG HÒA".encode(), word.encode())
            archive.writestr(name, content)
    return buffer.getvalue()


def set_frame(province, by, at, content=None, name="mau.docx"):
    return framing.set_template(
        owner=province,
        definition="province",
        content=content or changed_frame(),
        name=name,
        by=by,
        at=at,
    )


def test_a_frame_of_the_province_draws_its_reports_until_it_is_removed(
    period_report, province, monitor, at
):
    before = files.written(period_report, "docx").content
    own = changed_frame()
    set_frame(province, monitor, at, own)
    set_frame(province, monitor, at, own)
    after = files.written(period_report, "docx").content
    assert "Mẫu riêng của tỉnh".encode() in zipfile.ZipFile(io.BytesIO(after)).read(
        "word/document.xml"
    )
    assert Event.objects.filter(kind="reporting.template.set").count() == 1
    framing.remove_template(owner=province, definition="province", by=monitor, at=at)
    assert files.written(period_report, "docx").content == before
    assert Event.objects.filter(kind="reporting.template.removed").count() == 1


@pytest.mark.parametrize("content", [b"khong phai Word", b"PK\x03\x04hong", b""])
def test_what_is_no_frame_is_refused(content, province, monitor, at):
    with pytest.raises(TemplateRefused):
        framing.set_template(
            owner=province, definition="province", content=content, name="x.docx", by=monitor, at=at
        )
    assert not ReportTemplate.objects.exists()


def test_frames_are_kept_on_their_page(browser_of, province, monitor):
    browser = browser_of(monitor)
    page = browser.get(reverse("frame_list")).content.decode()
    assert "number_line" in page
    down = browser.get(reverse("frame_file", args=["province"]))
    assert down.content == default_template("state")
    assert browser.get(reverse("frame_file", args=["khong-co"])).status_code == 404
    address = reverse("frame_set", args=["province"])
    bad = SimpleUploadedFile("x.docx", b"khong phai Word")
    refused = browser.post(address, {"owner": province.code, "file": bad})
    assert refused.status_code == 422
    own = changed_frame()
    good = SimpleUploadedFile("mau-tinh.docx", own)
    done = browser.post(address, {"owner": province.code, "file": good}, follow=True)
    assert "mau-tinh.docx" in done.content.decode()
    assert templates.frames_of(owner=province)[0].own.name == "mau-tinh.docx"
    assert browser.get(reverse("frame_file", args=["province"])).content == own
    browser.post(reverse("frame_remove", args=["province"]), {"owner": province.code})
    assert not ReportTemplate.objects.exists()


def test_the_frames_of_others_do_not_exist(browser_of, province, stranger, clerk):
    query = f"?owner={province.code}"
    for name, more in (("frame_list", []), ("frame_file", ["agency"]), ("frame_set", ["agency"])):
        assert browser_of(stranger).get(reverse(name, args=more) + query).status_code == 404, name
        assert browser_of(clerk).get(reverse(name, args=more) + query).status_code == 403, name


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"not a file of Word"])
def test_a_frame_that_became_unreadable_is_named_and_the_report_is_not_lost(
    content, period_report, browser_of, monitor, province, at
):
    ReportTemplate.objects.create(
        owner=province,
        definition="province",
        form="state",
        content=content,
        name="mau-cua-tinh.docx",
        sha256="0" * 64,
        at=at,
        by=monitor,
    )
    browser = browser_of(monitor)
    page = f"/bao-cao/{period_report.pk}/"
    answer = browser.get(f"{page}tep/docx/", follow=True)
    assert answer.redirect_chain[-1][0] == page
    assert "mau-cua-tinh.docx" in answer.content.decode()
    assert browser.get(f"{page}tep/pdf/").status_code == 200
    sent = browser.post(f"{page}ban-thao/", follow=True)
    assert "mau-cua-tinh.docx" in sent.content.decode()
    assert period_report.draft.versions.count() == 0
    browser.post(f"/bao-cao/mau/province/bo/?owner={province.code}", {"owner": province.code})
    assert browser.get(f"{page}tep/docx/").status_code == 200
