"""Making and changing tasks by typed names and phrases; two officers; nothing typed is lost."""

from datetime import date

import pytest

from sauro.domains.orgs.models import Position
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.services import tasks
from sauro.domains.programmes.services.tasks import Party, TaskInput
from sauro.domains.programmes.tests.factories import make_task

pytestmark = pytest.mark.django_db
NEW = "/nhiem-vu/them/?programme=LV-KH57"


@pytest.fixture
def post(department, at):
    return Position.objects.create(
        organisation=department, title="Giám đốc", is_head=True, valid_from=date(2025, 1, 1)
    )


def typed(**values):
    usual = {
        "programme": "LV-KH57",
        "number": "12",
        "title": "Xây dựng nền tảng dữ liệu mở",
        "level": "provincial",
        "lead": "Sở KH&CN",
        "deadline_text": "Quý III/2025",
        "deliverable": "Quyết định ban hành",
    }
    return {**usual, **values}


def test_a_task_is_made_from_typed_names_and_phrases(
    browser_of, monitor, programme, department, other_department, post
):
    data = typed(accountable="giám đốc", coordinators="Sở Tài chính\n", authority="Tỉnh Lúa Vàng")
    answer = browser_of(monitor).post(NEW, data)
    made = Task.objects.get()
    assert answer["Location"] == f"/nhiem-vu/{made.pk}/"
    assert (made.state, made.lead, made.accountable) == ("draft", department, post)
    assert (made.deadline_kind, made.due_on) == ("quarter", date(2025, 9, 30))
    assert [p.organisation for p in made.parties.filter(role="coordinate")] == [other_department]
    assert made.authority == programme.owner
    assert not made.deadline_by_hand


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_form_has_every_field_with_its_label(browser_of, monitor, programme, language):
    text = browser_of(monitor, language).get(NEW).content.decode()
    for name in ("title", "lead", "coordinators", "authority", "deadline_text", "deliverable"):
        assert f'for="id_{name}"' in text
    assert 'data-draft="task-new-LV-KH57"' in text
    assert "style=" not in text


def test_an_unknown_agency_is_refused_with_what_it_might_be(
    browser_of, monitor, programme, department
):
    answer = browser_of(monitor, "en").post(NEW, typed(lead="Sở KHCN và môi trường"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Did you mean: Sở Khoa học và Công nghệ?" in text
    assert "Sở KHCN và môi trường" in text
    assert "Quyết định ban hành" in text
    assert not Task.objects.exists()


def test_an_unknown_name_may_be_kept_as_written(browser_of, monitor, programme, department):
    browser_of(monitor).post(NEW, typed(lead="Ban Quản lý khu lạ", keep_unmatched="on"))
    made = Task.objects.get()
    assert made.lead is None
    assert made.parties.get().mention == "Ban Quản lý khu lạ"


def test_an_unknown_post_lists_those_of_the_agency(browser_of, monitor, programme, post):
    answer = browser_of(monitor, "en").post(NEW, typed(accountable="Chánh văn phòng"))
    assert "Giám đốc – Sở KH&amp;CN" in answer.content.decode()


def test_a_day_set_by_hand_stands_beside_the_phrase(browser_of, monitor, programme, department):
    browser_of(monitor).post(NEW, typed(due_on="2025-08-15"))
    made = Task.objects.get()
    assert (made.deadline_text, made.due_on, made.deadline_by_hand) == (
        "Quý III/2025",
        date(2025, 8, 15),
        True,
    )


def test_an_unclear_phrase_is_kept_without_a_guess(browser_of, monitor, programme, department):
    browser_of(monitor).post(NEW, typed(deadline_text="sau khi có hướng dẫn"))
    made = Task.objects.get()
    assert (made.deadline_kind, made.due_on) == ("unclear", None)


def test_the_same_form_twice_makes_one_task(browser_of, monitor, programme, department):
    browser = browser_of(monitor)
    for _time in range(2):
        browser.post(NEW, typed(request_key="abc-1"))
    assert Task.objects.count() == 1


def test_a_start_after_the_due_day_is_refused_at_its_field(
    browser_of, monitor, programme, department
):
    answer = browser_of(monitor).post(NEW, typed(starts_on="2026-01-01"))
    assert answer.status_code == 422
    assert "due_on" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("person", "status"), [("clerk", 403), ("leader", 403), ("inspector", 403), ("stranger", 404)]
)
def test_making_is_for_who_manages_the_programme(browser_of, programme, person, status, request):
    browser = browser_of(request.getfixturevalue(person))
    assert browser.get(NEW).status_code == status
    assert browser.post(NEW, typed()).status_code == status


def test_without_a_programme_the_only_one_is_taken(browser_of, monitor, programme, stranger):
    answer = browser_of(monitor).get("/nhiem-vu/them/")
    assert answer["Location"] == "/nhiem-vu/them/?programme=LV-KH57"
    assert browser_of(stranger, "en").get("/nhiem-vu/them/").status_code == 200


def test_a_deadline_is_previewed_while_it_is_typed(browser_of, monitor, programme):
    path = "/nhiem-vu/hieu-thoi-han/?programme=LV-KH57&deadline_text="
    browser = browser_of(monitor, "en")
    assert "30 Sep 2025" in browser.get(path + "Quý III/2025").content.decode()
    assert "not certain" in browser.get(path + "khi phù hợp").content.decode()


def test_names_are_checked_while_they_are_typed(browser_of, monitor, programme, department):
    text = (
        browser_of(monitor, "en")
        .post(
            "/nhiem-vu/doi-chieu-co-quan/", {"programme": "LV-KH57", "coordinators": "sở kh&cn\nlạ"}
        )
        .content.decode()
    )
    assert "Sở Khoa học và Công nghệ" in text
    assert "“lạ” is not known here." in text


def edit(task):
    return f"/nhiem-vu/{task.pk}/sua/"


def shown(browser, task):
    """The values of the form as a browser would send them back."""
    form = browser.get(edit(task)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value not in (None, False)
    }


def test_saving_the_form_as_it_is_changes_nothing(browser_of, monitor, task):
    browser = browser_of(monitor)
    version = task.version
    assert browser.post(edit(task), shown(browser, task)).status_code == 302
    task.refresh_from_db()
    assert task.version == version


def test_a_draft_keeps_everything_when_saved_as_it_is(
    browser_of, monitor, programme, department, other_department, post, at
):
    made = make_task(
        programme=programme,
        lead=department,
        by=monitor,
        at=at,
        assigned=False,
        accountable=post,
        parties=(
            Party("lead", organisation=other_department),
            Party("coordinate", mention="Các hội"),
            Party("authority", mention="Ban Chỉ đạo tỉnh"),
        ),
    )
    browser = browser_of(monitor)
    assert browser.post(edit(made), shown(browser, made)).status_code == 302
    made.refresh_from_db()
    assert made.version == 1
    assert made.accountable == post
    assert [str(p) for p in made.parties.order_by("id")][-2:] == ["Các hội", "Ban Chỉ đạo tỉnh"]


def test_the_deadline_of_an_assigned_task_is_not_in_the_form(browser_of, monitor, task):
    form = browser_of(monitor).get(edit(task)).context["form"]
    assert "due_on" not in form.fields
    assert "deadline_text" not in form.fields


def test_the_second_officer_is_told_and_saves_over_knowingly(
    browser_of, monitor, second_monitor, task, at
):
    first, second = browser_of(monitor, "en"), browser_of(second_monitor, "en")
    mine, theirs = shown(first, task), shown(second, task)
    second.post(edit(task), {**theirs, "title": "Tên do người kia đổi"})
    answer = first.post(edit(task), {**mine, "title": "Tên của tôi", "note": "Ghi chú dài"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "data-conflict" in text
    (line,) = answer.context["conflict"]
    assert line.by == "Vũ Thị Hằng"
    assert [(str(c.label), c.after) for c in line.changes] == [("Task", "Tên do người kia đổi")]
    assert "Tên của tôi" in text
    assert "Ghi chú dài" in text
    task.refresh_from_db()
    assert task.title == "Tên do người kia đổi"
    again = answer.context["form"]
    fresh = {"version": again["version"].value(), "seen": again["seen"].value()}
    saved = first.post(edit(task), {**mine, **fresh, "title": "Tên của tôi", "note": "Ghi chú dài"})
    assert saved.status_code == 302
    task.refresh_from_db()
    assert (task.title, task.note) == ("Tên của tôi", "Ghi chú dài")


def test_an_expired_session_leads_back_to_the_form(client, browser_of, monitor, task):
    browser = browser_of(monitor)
    data = shown(browser, task)
    browser.logout()
    answer = browser.post(edit(task), {**data, "title": "Đã gõ rất lâu"})
    assert answer["Location"] == f"/dang-nhap/login/?next=%2Fnhiem-vu%2F{task.pk}%2Fsua%2F"


@pytest.mark.parametrize(("person", "status"), [("clerk", 403), ("leader", 403), ("stranger", 404)])
def test_editing_is_for_who_manages(browser_of, task, person, status, request):
    assert browser_of(request.getfixturevalue(person)).get(edit(task)).status_code == status


def test_changing_the_lead_by_name(browser_of, monitor, task, other_department):
    browser = browser_of(monitor)
    browser.post(edit(task), {**shown(browser, task), "lead": "Sở TC"})
    task.refresh_from_db()
    assert task.lead == other_department


def test_the_service_still_refuses_a_moved_deadline(monitor, task, at):
    wanted = TaskInput(title=task.title, due_on=date(2026, 1, 1))
    with pytest.raises(tasks.DeadlineFixed):
        tasks.change_task(
            task=task, wanted=wanted, by=monitor, at=at, expected_version=task.version
        )
