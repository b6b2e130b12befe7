"""A person asks units below his own right, and who is asked does not decide about his answer."""

from __future__ import annotations

import pytest

from conftest import give, make_org, make_user
from sauro.core import clock
from sauro.core.errors import NotAllowed
from sauro.domains.explanations.services import answers, requests
from sauro.domains.explanations.services.refusals import BadRequest
from sauro.domains.explanations.tests.conftest import SAID
from sauro.domains.programmes.tests.factories import make_programme, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(commune):
    """A leader whose right ends at his commune."""
    return give(make_user("chu-tich-xa", "Lường Văn Pá"), "leader", commune)


@pytest.fixture
def own_tasks(commune, department, admin, at):
    """Two tasks of a programme of the commune: its own, and one that a department leads."""
    programme = make_programme(owner=commune, code="DH-01", by=admin, at=at)
    return [
        make_task(programme=programme, lead=unit, number=str(n), title=f"Việc {n}", by=admin, at=at)
        for n, unit in enumerate((commune, department), 1)
    ]


def about_unit(commune, by, at, many=False):
    if many:
        keys = [("orgs.organisation", str(commune.pk))]
        return requests.ask_many(keys=keys, question="Vì sao?", by=by, at=at).made[0]
    return requests.ask(
        subject_kind="orgs.organisation",
        subject_id=str(commune.pk),
        question="Vì sao?",
        by=by,
        at=at,
    )


def about_task(task, by, at, **more):
    return requests.ask(
        subject_kind="programmes.task",
        subject_id=str(task.pk),
        question="Vì sao?",
        by=by,
        at=at,
        **more,
    )


@pytest.mark.parametrize("many", [False, True])
def test_a_leader_of_today_asks_his_units_about_a_programme_of_a_merged_province(
    province, department, admin, leader, at, many
):
    former = make_org("Tỉnh Cũ", "former_province", "TC", province)
    programme = make_programme(owner=former, code="TC-01", by=admin, at=at)
    task = make_task(programme=programme, lead=department, number="1", by=admin, at=at)
    if many:
        keys = [("programmes.task", str(task.pk))]
        [made] = requests.ask_many(keys=keys, question="Vì sao?", by=leader, at=at).made
    else:
        made = about_task(task, leader, at)
    assert made.asked_of == department


@pytest.mark.parametrize("many", [False, True])
def test_who_leads_the_unit_asked_does_not_decide_about_its_answer(
    commune, province, commune_clerk, chair, leader, at, many
):
    asked = about_unit(commune, leader, at, many)
    assert (asked.owner, asked.asked_of) == (province, commune)
    answers.answer(request=asked, said=SAID, by=commune_clerk, at=at)
    for step in (answers.accept, answers.return_answer, requests.withdraw):
        more = {} if step is answers.accept else {"reason": "Đã rõ"}
        with pytest.raises(NotAllowed):
            step(request=asked, by=chair, at=at, **more)
    assert answers.accept(request=asked, by=leader, at=at).state == "accepted"


def test_a_question_inside_a_unit_is_decided_there_and_above(
    own_tasks, commune, commune_clerk, chair, leader, at
):
    for person in (chair, leader):
        asked = about_task(own_tasks[0], chair, at)
        assert (asked.owner, asked.asked_of) == (commune, commune)
        answers.answer(request=asked, said=SAID, by=commune_clerk, at=at)
        assert answers.accept(request=asked, by=person, at=at).state == "accepted"


def test_nobody_is_asked_who_stands_outside_the_right_of_the_asker(
    own_tasks, commune, department, chair, leader, at
):
    for task, more in ((own_tasks[1], {}), (own_tasks[0], {"asked_of": department})):
        with pytest.raises(BadRequest) as refused:
            about_task(task, chair, at, **more)
        assert refused.value.field == "asked_of"
    keys = [("programmes.task", str(one.pk)) for one in own_tasks]
    done = requests.ask_many(keys=keys, question="Vì sao?", by=chair, at=at)
    assert [one.asked_of for one in done.made] == [commune]
    assert len(done.left_out) == 1
    assert about_task(own_tasks[1], leader, at).asked_of == department


def test_the_form_offers_only_units_that_may_be_asked(
    client, own_tasks, commune, department, chair, leader, monkeypatch, at
):
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)
    address = f"/giai-trinh/moi/?kind=programmes.task&id={own_tasks[1].pk}"
    for person, offered in ((chair, {commune}), (leader, {commune, department})):
        client.force_login(person)
        form = client.get(address).context["form"]
        assert set(form.fields["asked_of"].queryset) & {commune, department} == offered


@pytest.mark.parametrize("number", ["9" * 20, "x", ""])
def test_a_number_that_names_no_unit_is_told_beside_the_form(
    client, own_tasks, leader, monkeypatch, at, number
):
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)
    client.force_login(leader)
    address = f"/giai-trinh/moi/?kind=programmes.task&id={own_tasks[0].pk}&alert={'9' * 20}"
    sent = {"question": "Vì sao?", "due_on": "2025-06-20", "asked_of": number}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "asked_of" in answer.context["form"].errors
    assert client.post(address, {**sent, "asked_of": own_tasks[0].lead_id}).status_code == 302
