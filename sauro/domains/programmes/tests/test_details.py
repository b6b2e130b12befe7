"""Milestones, mandates, numbers elsewhere and evidence: one event each, and what is refused."""

from datetime import date

import pytest

from sauro.core.errors import NotAllowed
from sauro.domains.documents.tests.factories import document as make_document
from sauro.domains.programmes.models import Evidence, ProgressUpdate
from sauro.domains.programmes.services import details, evidence, quick, verification
from sauro.domains.programmes.services.evidence import Proof
from sauro.domains.programmes.services.quick import QuickRow
from sauro.domains.programmes.tests.factories import MONTH, make_task, progress_of, report
from sauro.engines.history.models import Event
from sauro.engines.office.uploads import UploadRefused
from sauro.engines.workflow import TransitionRefused

pytestmark = pytest.mark.django_db
DUE = date(2025, 6, 20)


def events(kind):
    return Event.objects.filter(kind=f"programmes.task.{kind}").count()


@pytest.mark.parametrize("person", ["other_clerk", "stranger", "leader", "inspector"])
def test_details_are_refused_to_others(task, province, monitor, at, person, request):
    by = request.getfixturevalue(person)
    document = make_document(owner=province, by=monitor, at=at)
    with pytest.raises(NotAllowed):
        details.set_milestone(task=task, title="Trình", due_on=DUE, by=by, at=at)
    with pytest.raises(NotAllowed):
        details.add_mandate(task=task, document=document, by=by, at=at)
    with pytest.raises(NotAllowed):
        details.set_external_id(task=task, system="nq57", code="1", by=by, at=at)


def test_the_same_milestone_again_writes_nothing(task, clerk, at):
    first = details.set_milestone(task=task, title="Trình", due_on=DUE, by=clerk, at=at)
    again = details.set_milestone(task=task, title=" Trình ", due_on=DUE, by=clerk, at=at)
    assert first.pk == again.pk
    assert events("milestone_set") == 1


def test_a_milestone_needs_a_title_and_a_day_within_the_task(programme, department, monitor, at):
    made = make_task(
        programme=programme, lead=department, by=monitor, at=at, starts_on=date(2025, 6, 1)
    )
    for title, day in [(" ", DUE), ("Trình", date(2025, 5, 1))]:
        with pytest.raises(details.BadDetail):
            details.set_milestone(task=made, title=title, due_on=day, by=monitor, at=at)


def test_a_mandate_is_added_once(task, province, monitor, at):
    document = make_document(owner=province, by=monitor, at=at)
    for _time in range(2):
        details.add_mandate(task=task, document=document, by=monitor, at=at)
    assert task.mandates.count() == 1
    assert events("mandate_added") == 1


def test_a_clause_of_another_document_is_refused(task, province, monitor, at):
    document = make_document(owner=province, by=monitor, at=at)
    other = make_document(owner=province, by=monitor, at=at, number="103")
    clause = other.clauses.create(label="Mục I")
    with pytest.raises(details.BadDetail):
        details.add_mandate(task=task, document=document, clause=clause, by=monitor, at=at)


def test_the_same_number_again_writes_nothing(task, monitor, at):
    for _time in range(2):
        details.set_external_id(task=task, system="nq57", code="57-1", by=monitor, at=at)
    assert events("external_id_set") == 1
    assert details.set_external_id(task=task, system="nq71", code="", by=monitor, at=at) is None
    assert events("external_id_set") == 1


def test_evidence_and_its_update_are_kept_together_or_not_at_all(task, clerk, at):
    with pytest.raises(evidence.BadEvidence):
        evidence.report_with_evidence(
            task=task,
            progress=progress_of(40),
            proofs=[Proof(url="https://example.test/1"), Proof(url="khong-phai")],
            submit=True,
            by=clerk,
            at=at,
        )
    assert not ProgressUpdate.objects.exists()
    assert not Evidence.objects.exists()
    assert events("reported") == 0


def test_an_update_carries_ten_proofs_at_most(task, clerk, at):
    update = report(task=task, by=clerk, at=at)
    proofs = [Proof(url=f"https://example.test/{n}") for n in range(11)]
    with pytest.raises(evidence.BadEvidence):
        evidence.add_evidence(update=update, proofs=proofs, by=clerk, at=at)
    assert len(evidence.add_evidence(update=update, proofs=proofs[:10], by=clerk, at=at)) == 10


@pytest.mark.parametrize("person", ["other_clerk", "monitor", "stranger"])
def test_evidence_is_added_by_the_lead_only(task, clerk, at, person, request):
    update = report(task=task, by=clerk, at=at)
    with pytest.raises(NotAllowed):
        evidence.add_evidence(
            update=update,
            proofs=[Proof(url="https://example.test/1")],
            by=request.getfixturevalue(person),
            at=at,
        )


def test_evidence_of_a_verified_update_does_not_change(task, clerk, monitor, at):
    update = report(task=task, by=clerk, at=at)
    verification.verify_update(update=update, by=monitor, at=at)
    with pytest.raises(TransitionRefused):
        evidence.add_evidence(
            update=update, proofs=[Proof(url="https://example.test/1")], by=clerk, at=at
        )


def test_a_program_is_no_evidence(task, clerk, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    update = report(task=task, by=clerk, at=at)
    from io import BytesIO

    with pytest.raises(UploadRefused):
        evidence.add_evidence(
            update=update,
            proofs=[Proof(name="bao-cao.pdf", file=BytesIO(b"MZ\x90\x00"))],
            by=clerk,
            at=at,
        )


def test_each_quick_row_stands_by_itself(programme, department, task, clerk, monitor, at):
    other = make_task(programme=programme, lead=department, by=monitor, at=at, title="Khác")
    results = quick.report_rows(
        rows=[
            QuickRow(task=task, month=MONTH, percent=30),
            QuickRow(task=other, month=MONTH, percent=30, done="Đã trình"),
        ],
        by=clerk,
        at=at,
    )
    assert [(r.task_id, r.field) for r in results] == [(task.pk, "done"), (other.pk, "")]
    assert ProgressUpdate.objects.get().task_id == other.pk
