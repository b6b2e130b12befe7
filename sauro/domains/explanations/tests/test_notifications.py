"""Who is told, and whose day comes near."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from sauro.core import clock
from sauro.domains.explanations.notifications import MESSAGES, REMINDERS
from sauro.domains.explanations.services import answers, requests
from sauro.domains.explanations.tests.conftest import SAID
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db


def told(step):
    kind = f"explanations.request.{step}"
    event = Event.objects.filter(kind=kind).order_by("-id").first()
    return set(MESSAGES[kind].to(event))


def test_the_unit_hears_the_question_and_the_decision_the_asker_the_answer(
    asked, clerk, head, leader, other_clerk, at
):
    unit = {clerk.pk, head.pk}
    assert told("asked") == unit
    requests.extend(
        request=asked, due_on=asked.due_on + timedelta(3), reason="Thêm", by=leader, at=at
    )
    assert told("extended") == unit
    answers.answer(request=asked, said=SAID, by=clerk, at=at)
    assert told("answered") == {leader.pk}
    answers.return_answer(request=asked, reason="Thiếu", by=leader, at=at)
    assert told("returned") == unit
    answers.answer(request=asked, said=SAID, by=clerk, at=at)
    answers.accept(request=asked, by=leader, at=at)
    assert told("accepted") == unit
    assert MESSAGES["explanations.request.asked"].urgent


def test_every_message_prints_its_title(asked):
    facts = {"by": "Hoàng Văn Thái", "label": "Kho dữ liệu", "note": "Thiếu"}
    for message in MESSAGES.values():
        assert "Kho dữ liệu" in str(message.title) % facts


def dues(today):
    return list(REMINDERS["explanations.due"].dues(today=today))


def test_what_waits_for_the_unit_is_due_and_its_head_is_the_superior(
    asked, clerk, head, leader, at, today, django_assert_num_queries
):
    with django_assert_num_queries(2):
        [due] = dues(today)
    assert (due.subject_kind, due.subject_id) == ("explanations.request", str(asked.pk))
    assert (due.due_on, set(due.to), due.superiors) == (
        asked.due_on,
        {clerk.pk, head.pk},
        (head.pk,),
    )
    answers.answer(request=asked, said=SAID, by=clerk, at=at)
    assert dues(today) == []
    answers.return_answer(request=asked, reason="Thiếu", by=leader, at=at)
    assert len(dues(today)) == 1


@pytest.mark.parametrize("fmt", ["text", "json"])
def test_the_command_lists_what_waits(asked, leader, monkeypatch, today, fmt):
    monkeypatch.setattr(clock, "today", lambda: today)
    out = StringIO()
    call_command("explanations", "--as", leader.username, "--format", fmt, stdout=out)
    if fmt == "json":
        [one] = json.loads(out.getvalue())
        assert (one["id"], one["unit"], one["term"]) == (asked.pk, "LV-SKHCN", "waiting")
    else:
        assert "LV-SKHCN" in out.getvalue()
    out = StringIO()
    call_command("explanations", "--unit", "LV-STC", "--format", "json", stdout=out)
    assert json.loads(out.getvalue()) == []
