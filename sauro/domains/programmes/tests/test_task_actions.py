"""Steps of a task through the browser: right person, wrong role, other province, wrong state."""

from datetime import date

import pytest

from sauro.domains.documents.tests.factories import document as make_document
from sauro.domains.orgs.models import Collective
from sauro.domains.programmes.models import Extension, Milestone, TaskMandate
from sauro.domains.programmes.tests.factories import make_task, report
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db


def url(task, step):
    return f"/nhiem-vu/{task.pk}/{step}/"


def state_of(task):
    task.refresh_from_db()
    return task.state


def words(browser, path="/nhiem-vu/"):
    return [str(message) for message in browser.get(path).context["messages"]]


STEPS = [
    ("nhan", "clerk", {}, "accepted"),
    ("tu-choi", "clerk", {"reason": "Không thuộc chức năng"}, "refused"),
    ("huy", "leader", {"reason": "Trùng"}, "cancelled"),
    ("tam-dung", "leader", {"ground": "Sắp xếp", "approver": "Chủ tịch UBND tỉnh"}, "suspended"),
]


@pytest.mark.parametrize(("step", "person", "data", "after"), STEPS)
def test_the_right_person_takes_the_step(browser_of, task, step, person, data, after, request):
    browser = browser_of(request.getfixturevalue(person))
    answer = browser.post(url(task, step), data)
    assert answer["Location"] == f"/nhiem-vu/{task.pk}/"
    assert state_of(task) == after


@pytest.mark.parametrize(("step", "person", "data", "after"), STEPS)
@pytest.mark.parametrize("wrong", ["inspector", "admin"])
def test_the_wrong_role_gets_403(browser_of, task, step, person, data, after, wrong, request):
    assert browser_of(request.getfixturevalue(wrong)).post(url(task, step), data).status_code == 403
    assert state_of(task) == "assigned"


@pytest.mark.parametrize(("step", "person", "data", "after"), STEPS)
def test_for_another_province_it_does_not_exist(
    browser_of, task, step, person, data, after, stranger
):
    status = browser_of(stranger).post(url(task, step), data).status_code
    assert status == (403 if step in ("nhan", "tu-choi") else 404)
    assert state_of(task) == "assigned"


@pytest.mark.parametrize("step", ["tu-choi", "huy", "tam-dung"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_form_asks_and_keeps_what_was_typed(browser_of, task, step, clerk, leader, language):
    browser = browser_of(clerk if step == "tu-choi" else leader, language)
    assert "<form" in browser.get(url(task, step)).content.decode()
    answer = browser.post(url(task, step), {"approver": "Chủ tịch"})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert state_of(task) == "assigned"


def test_a_step_in_the_wrong_state_says_so(browser_of, clerk, task, at):
    report(task=task, by=clerk, at=at)
    browser = browser_of(clerk, "en")
    assert browser.get(url(task, "tu-choi"))["Location"] == f"/nhiem-vu/{task.pk}/"
    (said,) = words(browser)
    assert "not possible in the present state" in said
    browser.post(url(task, "nhan"))
    assert "not possible in the present state" in words(browser)[0]


def test_a_step_by_get_changes_nothing(browser_of, clerk, task):
    assert browser_of(clerk).get(url(task, "nhan")).status_code == 405
    assert state_of(task) == "assigned"


def test_accepting_from_my_work_leads_back_there(browser_of, clerk, task):
    browser = browser_of(clerk)
    answer = browser.post(url(task, "nhan"), {"next": "/viec-cua-toi/?group=to_accept"})
    assert answer["Location"] == "/viec-cua-toi/?group=to_accept"
    answer = browser.post(url(task, "nhan"), {"next": "//evil.example/"})
    assert answer["Location"] == f"/nhiem-vu/{task.pk}/"


def test_assigning_a_draft_needs_a_lead(browser_of, monitor, programme, at):
    draft = make_task(programme=programme, by=monitor, at=at, assigned=False)
    browser = browser_of(monitor, "en")
    browser.post(url(draft, "giao"))
    assert "needs a lead organisation" in words(browser)[0]
    assert state_of(draft) == "draft"


def test_resuming_and_reopening(browser_of, leader, monitor, clerk, task):
    browser = browser_of(leader)
    browser.post(url(task, "tam-dung"), {"ground": "Chờ sắp xếp", "approver": "Chủ tịch"})
    browser.post(url(task, "tiep-tuc"), {"reason": ""})
    assert state_of(task) == "assigned"
    browser.post(url(task, "huy"), {"reason": "Trùng"})
    browser.post(url(task, "mo-lai"), {"reason": "Giao lại"})
    assert state_of(task) == "in_progress"


def test_a_suspension_may_name_a_registered_document(
    browser_of, leader, monitor, province, task, at
):
    document = make_document(owner=province, by=monitor, at=at)
    browser = browser_of(leader)
    data = {"ground": "Sắp xếp", "approver": "Chủ tịch", "document": "999/KH-UBND"}
    assert browser.post(url(task, "tam-dung"), data).status_code == 422
    browser.post(url(task, "tam-dung"), {**data, "document": "102/KH-UBND"})
    assert task.suspensions.get().document == document


def test_an_extension_is_asked_for_and_decided_by_two_people(browser_of, clerk, leader, task):
    asks = {"wanted_due_on": "2025-08-31", "reason": "Chờ hướng dẫn của bộ"}
    assert browser_of(clerk).post(url(task, "gia-han"), asks).status_code == 302
    extension = Extension.objects.get()
    page = f"/gia-han/{extension.pk}/"
    browser = browser_of(leader, "en")
    assert "Chờ hướng dẫn của bộ" in browser.get(page).content.decode()
    assert browser.post(page, {"approve": "0", "note": ""}).status_code == 422
    assert browser.post(page, {"approve": "1", "note": ""}).status_code == 302
    task.refresh_from_db()
    assert (task.due_on, task.original_due_on) == (date(2025, 8, 31), date(2025, 6, 30))


def test_an_earlier_day_is_refused_at_its_field(browser_of, clerk, task):
    answer = browser_of(clerk).post(
        url(task, "gia-han"), {"wanted_due_on": "2025-06-01", "reason": "Chờ"}
    )
    assert answer.status_code == 422
    assert "wanted_due_on" in answer.context["form"].errors


def test_deciding_is_for_who_decides(browser_of, clerk, stranger, task):
    browser = browser_of(clerk)
    browser.post(url(task, "gia-han"), {"wanted_due_on": "2025-08-31", "reason": "Chờ"})
    page = f"/gia-han/{Extension.objects.get().pk}/"
    assert browser.get(page).status_code == 403
    assert browser_of(stranger).get(page).status_code == 404


@pytest.fixture
def collective(province):
    return Collective.objects.create(
        within=province, code="so", name="các sở, ban, ngành", kinds=["department"]
    )


def test_fanning_out_counts_and_names_before_it_writes(
    browser_of, monitor, task, collective, department, other_department
):
    browser = browser_of(monitor, "en")
    data = {"collectives": [str(collective.pk)], "agencies": ""}
    preview = browser.post(url(task, "chia-viec"), data)
    assert preview.status_code == 200
    assert {o.pk for o in preview.context["plan"].fresh} == {department.pk, other_department.pk}
    assert other_department.name in preview.content.decode()
    assert task.children.count() == 0
    browser.post(url(task, "chia-viec"), {**data, "confirmed": "1"})
    assert task.children.count() == 2
    again = browser.post(url(task, "chia-viec"), data)
    assert again.context["plan"].fresh == ()


def test_fanning_out_to_an_unknown_name_suggests(browser_of, monitor, task, department):
    answer = browser_of(monitor, "en").post(
        url(task, "chia-viec"), {"agencies": "Sở Khoa học Công nghệ và Thông tin", "confirmed": "1"}
    )
    assert answer.status_code == 422
    assert "is not known here" in answer.content.decode()
    assert task.children.count() == 0


@pytest.mark.parametrize("wrong", ["clerk", "leader", "inspector"])
def test_fanning_out_is_for_who_manages(browser_of, task, wrong, request):
    assert browser_of(request.getfixturevalue(wrong)).get(url(task, "chia-viec")).status_code == 403


def test_milestones_are_set_by_the_lead_or_who_manages(browser_of, clerk, monitor, leader, task):
    browser = browser_of(clerk)
    data = {"title": "Trình dự thảo", "due_on": "2025-06-20"}
    assert browser.post(url(task, "moc"), data).status_code == 302
    milestone = Milestone.objects.get()
    page = f"{url(task, 'moc')}{milestone.pk}/"
    browser_of(monitor).post(page, {**data, "done_on": "2025-06-18"})
    milestone.refresh_from_db()
    assert milestone.done_on == date(2025, 6, 18)
    assert browser_of(leader).post(url(task, "moc"), data).status_code == 403
    assert Event.objects.filter(kind="programmes.task.milestone_set").count() == 2
    browser.post(f"{page}xoa/")
    assert not Milestone.objects.exists()


def test_a_mandate_is_a_registered_document_and_clause(
    browser_of, monitor, clerk, province, task, at
):
    document = make_document(owner=province, by=monitor, at=at)
    clause = document.clauses.create(label="Mục II.3")
    browser = browser_of(monitor, "en")
    wrong = browser.post(url(task, "van-ban"), {"document": "7/QĐ-UBND"})
    assert "is not known here" in wrong.content.decode()
    wrong = browser.post(url(task, "van-ban"), {"document": "102/KH-UBND", "clause": "IX"})
    assert "Mục II.3" in wrong.content.decode()
    browser.post(url(task, "van-ban"), {"document": "102/KH-UBND", "clause": "mục II.3"})
    mandate = TaskMandate.objects.get()
    assert (mandate.document, mandate.clause) == (document, clause)
    assert browser_of(clerk).get(url(task, "van-ban")).status_code == 403
    browser.post(f"{url(task, 'van-ban')}{mandate.pk}/xoa/")
    assert not TaskMandate.objects.exists()
    assert Event.objects.filter(kind="programmes.task.mandate_removed").count() == 1


def test_numbers_in_other_systems(browser_of, monitor, task):
    browser = browser_of(monitor)
    browser.post(url(task, "ma-so"), {"system": "NQ57", "code": "57-000123"})
    assert task.external_ids.get().code == "57-000123"
    browser.post(url(task, "ma-so"), {"system": "nq57", "code": "57-000124"})
    assert task.external_ids.get().code == "57-000124"
    assert browser.post(url(task, "ma-so"), {"system": "a b", "code": "1"}).status_code == 422
    browser.post(url(task, "ma-so"), {"system": "nq57", "code": ""})
    assert not task.external_ids.exists()


@pytest.fixture
def drafts(programme, department, monitor, at):
    return [
        make_task(
            programme=programme, lead=lead, by=monitor, at=at, assigned=False, title=f"Việc {n}"
        )
        for n, lead in enumerate([department, department, None])
    ]


def test_assigning_many_counts_and_names_first(browser_of, monitor, drafts, task):
    browser = browser_of(monitor, "en")
    ids = [*(one.pk for one in drafts), task.pk]
    confirm = browser.post("/nhiem-vu/giao/", {"ids": ids})
    assert [one.title for one in confirm.context["ready"]] == ["Việc 0", "Việc 1"]
    assert [one.title for one in confirm.context["leaderless"]] == ["Việc 2"]
    assert [one.pk for one in confirm.context["others"]] == [task.pk]
    assert state_of(drafts[0]) == "draft"
    fields = dict(confirm.context["chosen"].fields)
    browser.post("/nhiem-vu/giao/", {"ids": ids, "expected": fields["expected"], "confirmed": "1"})
    assert [state_of(one) for one in drafts] == ["assigned", "assigned", "draft"]


def test_assigning_many_asks_again_when_the_rows_changed(browser_of, monitor, drafts):
    answer = browser_of(monitor).post(
        "/nhiem-vu/giao/", {"ids": [drafts[0].pk], "expected": "5", "confirmed": "1"}
    )
    assert answer.status_code == 200
    assert state_of(drafts[0]) == "draft"


def test_assigning_rows_of_another_province_is_as_if_none_were_chosen(browser_of, stranger, drafts):
    browser = browser_of(stranger)
    answer = browser.post("/nhiem-vu/giao/", {"ids": [drafts[0].pk], "confirmed": "1"})
    assert answer.status_code == 302
    assert state_of(drafts[0]) == "draft"


def test_assigning_many_is_for_who_manages(browser_of, clerk, drafts):
    assert browser_of(clerk).post("/nhiem-vu/giao/", {"ids": [1]}).status_code == 403
