"""Asking, answering, deciding: each once, by who may, from the right state."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from conftest import give, make_org, make_user
from sauro.core.errors import NotAllowed, Stale
from sauro.domains.explanations.models import Answer, Exhibit, Request
from sauro.domains.explanations.rules import Said
from sauro.domains.explanations.services import answers, evidence, requests
from sauro.domains.explanations.services.refusals import (
    AlreadyAsked,
    BadAnswer,
    BadRequest,
    OwnAnswer,
    SubjectUnknown,
)
from sauro.domains.explanations.tests.conftest import SAID
from sauro.domains.programmes.services.evidence import BadEvidence, Proof
from sauro.domains.programmes.tests.factories import make_task
from sauro.engines.history.models import Event
from sauro.engines.office.uploads import UploadRefused
from sauro.engines.workflow import TransitionRefused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


def events():
    found = Event.objects.filter(kind__startswith="explanations.").order_by("id")
    return [one.kind.rpartition(".")[2] for one in found]


def test_the_unit_that_leads_is_asked_with_three_working_days(asked, leader, department, province):
    assert (asked.asked_of, asked.owner, asked.asked_by) == (department, province, leader)
    assert asked.subject_label.endswith("Xây dựng kho dữ liệu số")
    assert asked.due_on == asked.first_due_on == date(2025, 6, 13)
    assert asked.state == "asked"
    assert events() == ["asked"]


def test_weekends_do_not_count(ask, at):
    assert ask(at=at + timedelta(days=3)).due_on == date(2025, 6, 18)  # a Friday


def test_another_unit_of_the_province_may_be_asked(ask, other_department, commune):
    assert ask(asked_of=other_department).asked_of == other_department
    assert ask(asked_of=commune).asked_of == commune


def test_a_unit_elsewhere_or_closed_is_not_asked(ask, other_province, province):
    closed = make_org("Sở cũ", "department", "LV-CU", province)
    type(closed).objects.filter(pk=closed.pk).update(valid_to=date(2025, 3, 1))
    for unit in (other_province, closed):
        with pytest.raises(BadRequest) as refused:
            ask(asked_of=unit)
        assert refused.value.field == "asked_of"


def test_a_task_without_a_lead_needs_a_unit(ask, programme, monitor, at):
    task = make_task(programme=programme, lead=None, number="9", assigned=False, by=monitor, at=at)
    with pytest.raises(BadRequest) as refused:
        ask(subject_id=str(task.pk))
    assert refused.value.field == "asked_of"


@pytest.mark.parametrize("question", ["", "  \n ", "x" * 4001])
def test_an_empty_or_endless_question_is_refused(ask, question):
    with pytest.raises(BadRequest) as refused:
        ask(question=question)
    assert refused.value.field == "question"


@pytest.mark.parametrize("day", [date(2025, 6, 9), date(2025, 12, 1)])
def test_a_day_in_the_past_or_far_away_is_refused(ask, day):
    with pytest.raises(BadRequest) as refused:
        ask(due_on=day)
    assert refused.value.field == "due_on"


def test_one_asks_only_about_what_one_sees_and_where_one_may(ask, stranger, clerk, inspector):
    with pytest.raises(SubjectUnknown):
        ask(by=stranger)
    for person in (clerk, inspector):
        with pytest.raises(NotAllowed):
            ask(by=person)
    with pytest.raises(SubjectUnknown):
        ask(subject_kind="no.kind")
    assert Request.objects.count() == 0


def test_the_same_form_twice_asks_once(ask):
    assert ask(request_key="k1") == ask(request_key="k1")
    assert events() == ["asked"]


def test_a_unit_has_one_open_request_about_a_record(ask, asked, monitor):
    with pytest.raises(AlreadyAsked):
        ask(by=monitor)
    requests.withdraw(request=asked, reason="Hỏi nhầm", by=monitor, at=asked.asked_at)
    assert ask(by=monitor).pk != asked.pk


def test_the_database_itself_refuses_a_second_open_request(asked):
    asked.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save(force_insert=True)


def test_an_answer_settles_whether_it_was_in_time(asked, clerk, at):
    made = answers.answer(request=asked, said=SAID, by=clerk, at=at + timedelta(days=2))
    asked.refresh_from_db()
    assert (asked.state, asked.was_in_time, asked.answer_days) == ("answered", True, 2)
    assert (made.number, made.due_on) == (1, date(2025, 6, 13))
    assert events() == ["asked", "answered"]


def test_a_late_answer_stays_late_whatever_follows(asked, clerk, leader, at):
    later = at + timedelta(days=7)
    answers.answer(request=asked, said=SAID, by=clerk, at=later)
    answers.return_answer(request=asked, reason="Thiếu minh chứng", by=leader, at=later)
    answers.answer(request=asked, said=SAID, by=clerk, at=later)
    answers.accept(request=asked, by=leader, at=later)
    asked.refresh_from_db()
    assert (asked.state, asked.was_in_time, asked.answer_days) == ("accepted", False, 5)
    assert asked.returns == 1
    assert [one.decision for one in asked.answers.order_by("number")] == ["returned", "accepted"]
    assert events() == ["asked", "answered", "returned", "answered", "accepted"]


def test_a_later_day_keeps_the_first_and_counts_for_the_term(asked, leader, clerk, at):
    wanted = date(2025, 6, 20)
    given = {"request": asked, "due_on": wanted, "reason": "Chờ số liệu", "by": leader, "at": at}
    requests.extend(**given)
    requests.extend(**given)
    answers.answer(request=asked, said=SAID, by=clerk, at=at + timedelta(days=9))
    asked.refresh_from_db()
    assert (asked.first_due_on, asked.due_on) == (date(2025, 6, 13), wanted)
    assert asked.was_in_time is True
    assert events() == ["asked", "extended", "answered"]


def test_an_earlier_day_is_refused_and_so_is_none_waiting(asked, leader, clerk, at):
    with pytest.raises(BadRequest):
        requests.extend(request=asked, due_on=date(2025, 6, 11), reason="Gấp", by=leader, at=at)
    answers.answer(request=asked, said=SAID, by=clerk, at=at)
    with pytest.raises(TransitionRefused):
        requests.extend(request=asked, due_on=date(2025, 6, 20), reason="Thêm", by=leader, at=at)


@pytest.mark.parametrize("part", ["text", "cause", "remedy", "remedy_on"])
def test_every_part_of_an_answer_says_something(asked, clerk, at, part):
    values = {name: getattr(SAID, name) for name in ("text", "cause", "remedy", "remedy_on")}
    said = Said(**values | {part: None if part == "remedy_on" else "  "})
    with pytest.raises(BadAnswer) as refused:
        answers.answer(request=asked, said=said, by=clerk, at=at)
    assert refused.value.field == part
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_only_people_of_the_unit_answer(asked, other_clerk, commune_clerk, leader, inspector, at):
    for person in (other_clerk, commune_clerk, leader, inspector):
        with pytest.raises(NotAllowed):
            answers.answer(request=asked, said=SAID, by=person, at=at)
    assert Answer.objects.count() == 0


def test_the_same_answer_twice_counts_once_and_another_is_refused(asked, clerk, head, at):
    sent = {"request": asked, "said": SAID, "at": at}
    first = answers.answer(**sent, by=clerk, request_key="a1")
    assert answers.answer(**sent, by=clerk, request_key="a1") == first
    with pytest.raises(TransitionRefused):
        answers.answer(**sent, by=head, request_key="a2")
    assert events() == ["asked", "answered"]


def test_what_changed_meanwhile_is_told(asked, leader, clerk, at):
    requests.extend(request=asked, due_on=date(2025, 6, 20), reason="Thêm", by=leader, at=at)
    with pytest.raises(Stale):
        answers.answer(request=asked, said=SAID, by=clerk, at=at, version=1)
    answers.answer(request=asked, said=SAID, by=clerk, at=at, version=2)
    with pytest.raises(Stale):
        answers.accept(request=asked, by=leader, at=at, version=2)
    with pytest.raises(Stale):
        answers.return_answer(request=asked, reason="Thiếu", by=leader, at=at, version=2)
    answers.accept(request=asked, by=leader, at=at, version=3)


def test_nobody_decides_about_his_own_answer(asked, province, department, monitor, at):
    both = give(
        give(make_user("kiem", "Kiêm Nhiệm"), "leader", province), "agency_head", department
    )
    answers.answer(request=asked, said=SAID, by=both, at=at)
    with pytest.raises(OwnAnswer):
        answers.accept(request=asked, by=both, at=at)
    with pytest.raises(OwnAnswer):
        answers.return_answer(request=asked, reason="Thiếu", by=both, at=at)
    answers.accept(request=asked, by=monitor, at=at)  # any who may ask here


def test_deciding_twice_changes_nothing_and_against_each_other_is_refused(
    asked, clerk, leader, monitor, at
):
    answers.answer(request=asked, said=SAID, by=clerk, at=at)
    sent_back = {"request": asked, "reason": "Thiếu minh chứng", "at": at}
    answers.return_answer(**sent_back, by=leader)
    answers.return_answer(**sent_back, by=leader)
    with pytest.raises(TransitionRefused):
        answers.return_answer(**sent_back, by=monitor)
    with pytest.raises(TransitionRefused):
        answers.accept(request=asked, by=monitor, at=at)
    answers.answer(request=asked, said=SAID, by=clerk, at=at)
    answers.accept(request=asked, by=leader, at=at)
    answers.accept(request=asked, by=monitor, at=at)
    assert events() == ["asked", "answered", "returned", "answered", "accepted"]


def test_a_return_needs_a_reason_and_gives_two_working_days(asked, clerk, leader, at):
    answers.answer(request=asked, said=SAID, by=clerk, at=at)
    with pytest.raises(BadRequest) as refused:
        answers.return_answer(request=asked, reason=" ", by=leader, at=at)
    assert refused.value.field == "reason"
    later = at + timedelta(days=6)
    answers.return_answer(request=asked, reason="Thiếu", by=leader, at=later)
    asked.refresh_from_db()
    assert asked.due_on == date(2025, 6, 18)


def test_deciding_is_for_those_who_may_ask_here(asked, clerk, head, inspector, stranger, at):
    answers.answer(request=asked, said=SAID, by=clerk, at=at)
    for person in (clerk, head, inspector, stranger):
        with pytest.raises(NotAllowed):
            answers.accept(request=asked, by=person, at=at)
        with pytest.raises(NotAllowed):
            requests.withdraw(request=asked, reason="Thôi", by=person, at=at)


def test_a_request_is_withdrawn_once_with_a_reason(asked, leader, at):
    with pytest.raises(BadRequest):
        requests.withdraw(request=asked, reason="", by=leader, at=at)
    for _turn in range(2):
        requests.withdraw(request=asked, reason="Đã rõ", by=leader, at=at)
    asked.refresh_from_db()
    assert (asked.state, asked.reason, asked.decided_by) == ("withdrawn", "Đã rõ", leader)
    assert events() == ["asked", "withdrawn"]


def test_evidence_is_checked_and_kept_once(asked, clerk, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    proofs = [
        Proof(name="bien-ban.pdf", file=ContentFile(PDF)),
        Proof(name="lai.pdf", file=ContentFile(PDF)),
        Proof(url="https://vanban.example.test/1"),
    ]
    made = answers.answer(request=asked, said=SAID, proofs=proofs, by=clerk, at=at)
    assert [one.name for one in made.exhibits.all()] == [
        "bien-ban.pdf",
        "https://vanban.example.test/1",
    ]


def test_evidence_is_added_until_somebody_decides(asked, clerk, leader, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    more = {"proofs": [Proof(name="bien-ban.pdf", file=ContentFile(PDF))], "by": clerk, "at": at}
    with pytest.raises(TransitionRefused):
        evidence.add_exhibits(request=asked, **more)
    answers.answer(request=asked, said=SAID, proofs=more["proofs"], by=clerk, at=at)
    evidence.add_exhibits(request=asked, **more)
    assert Exhibit.objects.count() == 1
    links = [Proof(url=f"https://vanban.example.test/{n}") for n in range(9)]
    evidence.add_exhibits(request=asked, **(more | {"proofs": links}))
    assert events() == ["asked", "answered", "evidence_added"]
    with pytest.raises(BadAnswer):
        evidence.add_exhibits(request=asked, **(more | {"proofs": [Proof(url="https://a.test/")]}))
    with pytest.raises(NotAllowed):
        evidence.add_exhibits(request=asked, **(more | {"by": leader}))
    answers.accept(request=asked, by=leader, at=at)
    with pytest.raises(TransitionRefused):
        evidence.add_exhibits(request=asked, **more)
    assert Exhibit.objects.count() == 10


@pytest.mark.parametrize(
    ("proof", "refusal"),
    [
        (Proof(name="a.pdf", file=ContentFile(b"MZ\x90\x00")), UploadRefused),
        (Proof(url="javascript:alert(1)"), BadEvidence),
    ],
)
def test_bad_evidence_keeps_nothing(asked, clerk, at, settings, tmp_path, proof, refusal):
    settings.MEDIA_ROOT = tmp_path
    good = Proof(name="tot.pdf", file=ContentFile(PDF))
    with pytest.raises(refusal):
        answers.answer(request=asked, said=SAID, proofs=[good, proof], by=clerk, at=at)
    asked.refresh_from_db()
    assert (asked.state, Exhibit.objects.count()) == ("asked", 0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_many_tasks_are_asked_about_at_once_and_only_once(
    programme, department, other_department, late_task, asked, leader, monitor, at
):
    more = [
        make_task(
            programme=programme, lead=unit, number=str(n), title=f"Việc {n}", by=monitor, at=at
        )
        for n, unit in enumerate((department, other_department), 20)
    ]
    loose = make_task(
        programme=programme, lead=None, number="30", assigned=False, by=monitor, at=at
    )
    keys = [("programmes.task", str(one.pk)) for one in (late_task, *more, loose)]
    given = {"keys": keys, "question": "Vì sao chậm?", "by": leader, "at": at}
    done = requests.ask_many(**given)
    assert {one.asked_of_id for one in done.made} == {department.pk, other_department.pk}
    assert len(done.left_out) == 2
    again = requests.ask_many(**given)
    assert (len(again.made), len(again.left_out)) == (0, 4)
    assert events() == ["asked"] * 3


def test_asking_about_many_costs_the_same_for_few_and_many(
    programme, department, leader, monitor, at, django_assert_max_num_queries
):
    tasks = [
        make_task(
            programme=programme,
            lead=department,
            number=str(n),
            title=f"Việc {n}",
            by=monitor,
            at=at,
        )
        for n in range(1, 31)
    ]
    keys = [("programmes.task", str(one.pk)) for one in tasks]
    with django_assert_max_num_queries(15):
        assert len(requests.ask_many(keys=keys, question="Vì sao?", by=leader, at=at).made) == 30


def test_nothing_to_ask_about_is_refused(leader, at):
    with pytest.raises(BadRequest):
        requests.ask_many(keys=[], question="Vì sao?", by=leader, at=at)
