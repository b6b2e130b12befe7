"""Tasks from draft to confirmed, with one event each, and everything that is refused."""

from datetime import date, timedelta

import pytest

from sauro.core.errors import NotAllowed
from sauro.domains.programmes.models import ProgressUpdate, TaskParty, TaskSpan
from sauro.domains.programmes.rules import PartyRole, State, UpdateState
from sauro.domains.programmes.services import (
    parts,
    programmes,
    progress,
    requests,
    tasks,
    verification,
    writing,
)
from sauro.domains.programmes.services.tasks import Party, TaskInput
from sauro.domains.programmes.tests.factories import (
    MONTH,
    make_programme,
    make_task,
    progress_of,
    report,
)
from sauro.engines.history.models import Event
from sauro.engines.workflow import TransitionRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(province, monitor, at):
    return make_programme(owner=province, by=monitor, at=at)


@pytest.fixture
def task(programme, department, monitor, at):
    return make_task(programme=programme, lead=department, by=monitor, at=at)


def events(kind):
    return Event.objects.filter(kind=f"programmes.{kind}").count()


def test_a_programme_is_recorded_once(programme):
    assert events("programme.created") == 1


def test_a_programme_is_refused_to_another_province(province, stranger, at):
    with pytest.raises(NotAllowed):
        make_programme(owner=province, by=stranger, at=at)


@pytest.mark.parametrize("code", ["", "a b", "-X", "X" * 41, "ĐỀ-ÁN"])
def test_a_programme_code_that_is_no_code_is_refused(province, monitor, at, code):
    with pytest.raises(programmes.BadProgramme) as refused:
        make_programme(owner=province, by=monitor, at=at, code=code)
    assert refused.value.field == "code"


def test_a_programme_code_is_taken_once(programme, province, monitor, at):
    with pytest.raises(programmes.BadProgramme):
        make_programme(owner=province, by=monitor, at=at, code="lv-kh57")


def test_assigning_opens_one_span_a_change(task):
    spans = list(TaskSpan.objects.filter(task=task).order_by("pk"))
    assert [span.state for span in spans] == ["draft", "assigned"]
    assert spans[0].until_at == spans[1].from_at
    assert spans[1].until_at is None


def test_assigning_twice_changes_nothing(task, monitor, at):
    again = tasks.assign_task(task=task, by=monitor, at=at)
    assert again.version == task.version
    assert events("task.assign") == 1


def test_a_task_without_lead_is_not_assigned(programme, monitor, at):
    made = make_task(programme=programme, by=monitor, at=at)
    with pytest.raises(tasks.BadTask) as refused:
        tasks.assign_task(task=made, by=monitor, at=at)
    assert refused.value.field == "lead"


@pytest.mark.parametrize("person", ["clerk", "leader", "inspector", "stranger", "commune_clerk"])
def test_only_who_manages_creates_tasks(programme, department, at, person, request):
    with pytest.raises(NotAllowed):
        make_task(programme=programme, lead=department, by=request.getfixturevalue(person), at=at)


@pytest.mark.parametrize("person", ["other_clerk", "leader", "inspector", "stranger", "monitor"])
def test_only_the_lead_reports(task, at, person, request):
    with pytest.raises(NotAllowed):
        report(task=task, by=request.getfixturevalue(person), at=at)
    assert not ProgressUpdate.objects.exists()


def test_accept_then_refuse_is_not_possible(task, clerk, at):
    tasks.accept_task(task=task, by=clerk, at=at)
    with pytest.raises(TransitionRefused):
        tasks.refuse_task(task=task, reason="Không thuộc chức năng", by=clerk, at=at)


def test_a_refusal_needs_a_reason_and_goes_back_to_be_assigned(task, clerk, monitor, at):
    with pytest.raises(tasks.ReasonNeeded):
        tasks.refuse_task(task=task, reason="  ", by=clerk, at=at)
    refused = tasks.refuse_task(task=task, reason="Không thuộc chức năng", by=clerk, at=at)
    assert refused.state == State.REFUSED
    assert tasks.assign_task(task=refused, by=monitor, at=at).state == State.ASSIGNED


def test_the_whole_way_to_completion(task, clerk, monitor, at):
    first = report(task=task, by=clerk, at=at, percent=60)
    task.refresh_from_db()
    assert (task.state, task.percent, task.claimed_percent) == ("in_progress", 0, 60)
    verification.verify_update(update=first, by=monitor, at=at)
    claim = report(task=task, by=clerk, at=at + timedelta(days=2), claims=True)
    task.refresh_from_db()
    assert task.state == State.SUBMITTED
    verification.return_update(
        update=claim, reason="Thiếu quyết định phê duyệt", by=monitor, at=at + timedelta(days=3)
    )
    task.refresh_from_db()
    assert (task.state, task.submitted_on) == (State.RETURNED, None)
    claim.refresh_from_db()
    again = progress.submit_update(
        task=task,
        progress=progress_of(claims=True),
        update=claim,
        expected_version=claim.version,
        by=clerk,
        at=at + timedelta(days=4),
    )
    verification.verify_update(update=again, by=monitor, at=at + timedelta(days=30))
    task.refresh_from_db()
    assert (task.state, task.percent) == (State.COMPLETED, 100)
    assert task.completed_on == (at + timedelta(days=4)).date()
    kinds = list(
        Event.objects.filter(subject_type="programmes.task").values_list("kind", flat=True)
    )
    assert [kind.rsplit(".", 1)[1] for kind in kinds] == [
        *("created", "assign", "reported", "verified", "submitted", "returned"),
        *("submitted", "completed"),
    ]


def test_nobody_verifies_his_own(task, clerk, province, at, monitor):
    from conftest import give

    give(clerk, "monitor", province)
    clerk.__dict__.pop("_sauro_access", None)
    update = report(task=task, by=clerk, at=at)
    with pytest.raises(verification.OwnUpdate):
        verification.verify_update(update=update, by=clerk, at=at)
    outcome = verification.verify_updates(updates=[update.pk], by=clerk, at=at)
    assert [refusal.update.pk for refusal in outcome.refused] == [update.pk]


@pytest.mark.parametrize("person", ["clerk", "head", "leader", "inspector", "stranger"])
def test_only_who_verifies_verifies(task, clerk, at, person, request):
    update = report(task=task, by=clerk, at=at)
    with pytest.raises(NotAllowed):
        verification.verify_update(update=update, by=request.getfixturevalue(person), at=at)


def test_verifying_twice_records_once(task, clerk, monitor, at):
    update = report(task=task, by=clerk, at=at)
    verification.verify_update(update=update, by=monitor, at=at)
    verification.verify_update(update=update, by=monitor, at=at)
    assert events("task.verified") == 1


def test_bulk_verification_names_what_it_refused(task, clerk, monitor, at):
    first = report(task=task, by=clerk, at=at, percent=30)
    second = report(task=task, by=clerk, at=at, percent=50)
    verification.verify_update(update=first, by=monitor, at=at)
    outcome = verification.verify_updates(updates=[first.pk, second.pk], by=monitor, at=at)
    assert [u.pk for u in outcome.verified] == [second.pk]
    assert [r.update.pk for r in outcome.refused] == [first.pk]
    task.refresh_from_db()
    assert task.percent == 50


def test_bulk_verification_costs_the_same_for_many(
    programme, department, clerk, monitor, at, django_assert_max_num_queries
):
    made = [
        report(
            task=make_task(
                programme=programme, lead=department, by=monitor, at=at, title=f"Nhiệm vụ {n}"
            ),
            by=clerk,
            at=at,
        )
        for n in range(12)
    ]
    with django_assert_max_num_queries(14):
        outcome = verification.verify_updates(
            updates=[update.pk for update in made], by=monitor, at=at
        )
    assert len(outcome.verified) == 12


def test_an_update_costs_at_most_fifteen_statements(task, clerk, at, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        report(task=task, by=clerk, at=at)


def test_the_same_request_hands_in_once(task, clerk, at):
    one = report(task=task, by=clerk, at=at, request_key="k-1")
    two = report(task=task, by=clerk, at=at, request_key="k-1")
    assert one.pk == two.pk
    assert events("task.reported") == 1


def test_a_draft_is_kept_and_handed_in_later(task, clerk, at):
    draft = progress.save_draft(task=task, progress=progress_of(20, done=""), by=clerk, at=at)
    sent = progress.submit_update(task=task, progress=progress_of(25), by=clerk, at=at)
    assert sent.pk == draft.pk
    assert sent.state == UpdateState.SUBMITTED


def test_two_officers_on_one_draft_the_second_is_told(task, clerk, head, at):
    draft = progress.save_draft(task=task, progress=progress_of(20), by=clerk, at=at)
    progress.save_draft(
        task=task, progress=progress_of(30), by=head, at=at, update=draft, expected_version=1
    )
    with pytest.raises(progress.StaleUpdate) as stale:
        progress.save_draft(
            task=task, progress=progress_of(40), by=clerk, at=at, update=draft, expected_version=1
        )
    assert stale.value.current.percent == 30


def test_nothing_new_is_said_in_one_click_and_once_a_month(task, clerk, at):
    progress.note_no_change(task=task, month=MONTH, by=clerk, at=at)
    progress.note_no_change(task=task, month=MONTH, by=clerk, at=at)
    assert events("task.nothing_new") == 1
    task.refresh_from_db()
    assert task.last_update_on == at.date()


def test_progress_that_falls_needs_a_reason(task, clerk, at):
    report(task=task, by=clerk, at=at, percent=60)
    with pytest.raises(progress.BadProgress) as refused:
        report(task=task, by=clerk, at=at, percent=40)
    assert refused.value.field == "obstacle"


def test_a_deadline_moves_only_by_an_approved_extension(task, clerk, monitor, at):
    wanted = date(2025, 8, 31)
    with pytest.raises(tasks.DeadlineFixed):
        tasks.change_task(
            task=task,
            wanted=TaskInput(
                title=task.title,
                due_on=wanted,
                parties=(Party(PartyRole.LEAD, organisation=task.lead),),
            ),
            by=monitor,
            at=at,
            expected_version=task.version,
        )
    asked = requests.request_extension(
        task=task, wanted_due_on=wanted, reason="Chờ hướng dẫn", by=clerk, at=at
    )
    requests.decide_extension(extension=asked, approve=True, note="", by=monitor, at=at)
    task.refresh_from_db()
    assert (task.due_on, task.original_due_on) == (wanted, date(2025, 6, 30))


def test_nobody_decides_his_own_extension(task, clerk, province, at):
    from conftest import give

    asked = requests.request_extension(
        task=task, wanted_due_on=date(2025, 8, 1), reason="Chờ", by=clerk, at=at
    )
    give(clerk, "monitor", province)
    clerk.__dict__.pop("_sauro_access", None)
    with pytest.raises(requests.OwnRequest):
        requests.decide_extension(extension=asked, approve=True, note="", by=clerk, at=at)


def test_a_suspension_keeps_its_ground_and_gives_the_state_back(task, clerk, monitor, at):
    report(task=task, by=clerk, at=at)
    suspended = requests.suspend_task(
        task=task,
        ground="Sắp xếp đơn vị hành chính",
        approver="Chủ tịch UBND tỉnh",
        by=monitor,
        at=at,
    )
    task.refresh_from_db()
    assert task.state == State.SUSPENDED
    assert suspended.prior_state == "in_progress"
    assert requests.resume_task(task=task, reason="", by=monitor, at=at).state == "in_progress"


def test_a_suspension_without_approver_is_refused(task, monitor, at):
    with pytest.raises(requests.BadRequest):
        requests.suspend_task(task=task, ground="Sắp xếp", approver=" ", by=monitor, at=at)


def test_fanning_out_reads_n_of_m_and_completes_with_the_last_part(
    programme, province, department, other_department, clerk, other_clerk, monitor, at
):
    parent = make_task(programme=programme, lead=department, by=monitor, at=at)
    made = parts.fan_out_task(
        task=parent, organisations=[department, other_department], by=monitor, at=at
    )
    assert parts.fan_out_task(task=parent, organisations=[department], by=monitor, at=at) == []
    for part, person, percent in zip(made, [clerk, other_clerk], [50, 100], strict=True):
        update = report(task=part, by=person, at=at, claims=True)
        verification.verify_update(update=update, by=monitor, at=at)
        parent.refresh_from_db()
        assert parent.percent == percent
    assert parent.state == State.COMPLETED
    other = make_task(programme=programme, lead=department, by=monitor, at=at, title="Khác")
    parts.fan_out_task(task=other, organisations=[department], by=monitor, at=at)
    with pytest.raises(progress.ReportedByParts):
        report(task=other, by=clerk, at=at)


def test_a_changed_task_tells_the_second_officer(task, monitor, at):
    wanted = TaskInput(
        title="Tên mới",
        due_on=task.due_on,
        deadline_kind=task.deadline_kind,
        deadline_text=task.deadline_text,
        parties=(Party(PartyRole.LEAD, organisation=task.lead),),
    )
    tasks.change_task(task=task, wanted=wanted, by=monitor, at=at, expected_version=task.version)
    with pytest.raises(writing.StaleTask) as stale:
        tasks.change_task(
            task=task, wanted=wanted, by=monitor, at=at, expected_version=task.version
        )
    assert stale.value.current.title == "Tên mới"


def test_the_same_particulars_again_write_nothing(task, monitor, at):
    wanted = TaskInput(
        title=task.title,
        due_on=task.due_on,
        deadline_kind=task.deadline_kind,
        deadline_text=task.deadline_text,
        parties=(Party(PartyRole.LEAD, organisation=task.lead),),
    )
    before = Event.objects.count()
    tasks.change_task(task=task, wanted=wanted, by=monitor, at=at, expected_version=task.version)
    assert Event.objects.count() == before


def test_an_unmatched_name_is_kept_as_written(programme, monitor, at):
    made = make_task(
        programme=programme,
        by=monitor,
        at=at,
        parties=(Party(PartyRole.LEAD, mention="Ban Quản lý khu lạ"),),
    )
    assert TaskParty.objects.get(task=made).mention == "Ban Quản lý khu lạ"


def test_a_backdated_write_before_the_last_change_is_refused(task, clerk, at):
    with pytest.raises(writing.BeforeLastChange):
        report(task=task, by=clerk, at=at - timedelta(days=5))


def test_cancel_and_reopen_need_reasons(task, leader, at):
    with pytest.raises(tasks.ReasonNeeded):
        tasks.cancel_task(task=task, reason="", by=leader, at=at)
    tasks.cancel_task(task=task, reason="Trùng nhiệm vụ", by=leader, at=at)
    assert tasks.reopen_task(task=task, reason="Giao lại", by=leader, at=at).state == "in_progress"
