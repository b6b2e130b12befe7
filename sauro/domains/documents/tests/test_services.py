"""What enters the register, what is refused, and what is recorded."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from sauro.core.errors import NotAllowed, Stale
from sauro.domains.documents import selectors, services
from sauro.domains.documents.models import Document
from sauro.domains.documents.tests.factories import document, particulars
from sauro.engines.history.models import Event
from sauro.engines.office import uploads

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def kinds() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_a_document_is_registered_and_recorded(plan, province, monitor):
    assert (plan.reference, plan.kind, plan.register) == ("102/KH-UBND", "plan", province)
    assert (plan.registered_by, plan.version) == (monitor, 1)
    event = Event.objects.get()
    assert event.kind == "documents.document.registered"
    assert event.after["issued_on"] == "2025-05-19"


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"number": "0102"},
        {"symbol": "kh-ubnd"},
        {"symbol": " KH – UBND "},
        {"symbol": unicodedata.normalize("NFD", "KH-UBND")},
        {"issuer_name": "Uỷ ban nhân dân  tỉnh"},
        {"issuer_name": "UBND TỈNH"},
        {"abstract": "khác"},
    ],
)
def test_the_same_document_is_refused_with_the_first(plan, province, monitor, at, again):
    with pytest.raises(services.DuplicateDocument, match="102/KH-UBND of 19/05/2025") as refused:
        document(owner=province, by=monitor, at=at, **again)
    assert refused.value.first == plan
    assert Document.objects.count() == 1
    assert len(kinds()) == 1


def test_a_symbol_with_decomposed_marks_is_the_same(province, monitor, at):
    document(owner=province, by=monitor, at=at, number="719", symbol="QĐ-UBND")
    symbol = unicodedata.normalize("NFD", "QĐ-ỦBND").replace("U\u0309", "U")
    with pytest.raises(services.DuplicateDocument):
        document(owner=province, by=monitor, at=at, number="719", symbol=symbol)


@pytest.mark.parametrize(
    "other",
    [
        {"number": "103"},
        {"symbol": "KH-SKHCN"},
        {"issued_on": date(2024, 5, 19)},
        {"issuer_name": "Tỉnh ủy"},
    ],
)
def test_one_part_of_four_makes_another_document(plan, province, monitor, at, other):
    document(owner=province, by=monitor, at=at, **other)
    assert Document.objects.count() == 2


def test_two_agencies_of_a_province_share_its_register(plan, department, admin, at):
    with pytest.raises(services.DuplicateDocument):
        document(owner=department, by=admin, at=at)


def test_another_province_has_its_own_register(plan, other_province, stranger, at):
    theirs = document(owner=other_province, by=stranger, at=at)
    assert theirs.register == other_province


def test_the_database_refuses_what_slips_through(plan):
    plan.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        plan.save(force_insert=True)


def test_two_at_once_are_one_and_a_refusal(plan, province, monitor, at, monkeypatch):
    looked = []
    whole = services.entries._duplicate
    monkeypatch.setattr(
        services.entries,
        "_duplicate",
        lambda *args, **kwargs: whole(*args, **kwargs) if looked else looked.append(1),
    )
    with pytest.raises(services.DuplicateDocument):
        document(owner=province, by=monitor, at=at)


def test_a_national_document_is_not_entered_twice(country, province, system, monitor, at):
    national = document(
        owner=country, by=system, at=at, number="57", symbol="NQ/TW", issuer_name="Bộ Chính trị"
    )
    assert national.register == country
    hoa = type(monitor).objects.get(username="can-bo-bb")
    assert national in selectors.documents_visible(user=hoa)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "abc"}, "number"),
        ({"number": "1" * 21}, "number"),
        ({"symbol": ""}, "symbol"),
        ({"symbol": "2025"}, "symbol"),
        ({"symbol": "K" * 61}, "symbol"),
        ({"issuer_name": " \u200b"}, "issuer_name"),
        ({"kind": "poem"}, "kind"),
        ({"secrecy": "hidden"}, "secrecy"),
    ],
)
def test_an_incomplete_document_is_refused_at_its_field(province, monitor, at, bad, field):
    with pytest.raises(services.DocumentRefused) as refused:
        document(owner=province, by=monitor, at=at, **bad)
    assert refused.value.field == field
    assert not kinds()


@pytest.mark.parametrize("person", ["clerk", "leader", "inspector", "stranger"])
def test_only_those_in_charge_register(province, person, at, request):
    with pytest.raises(NotAllowed):
        document(owner=province, by=request.getfixturevalue(person), at=at)


def test_top_secret_never_enters(province, admin, system, at):
    for person in (admin, system):
        with pytest.raises(services.SecrecyRefused, match="Top-secret"):
            document(owner=province, by=person, at=at, secrecy="top_secret")


def test_confidential_needs_its_own_right(province, monitor, admin, at):
    with pytest.raises(services.SecrecyRefused):
        document(owner=province, by=monitor, at=at, secrecy="confidential")
    found = document(owner=province, by=admin, at=at, secrecy="confidential")
    assert str(found) == f"confidential document {found.pk}"
    assert Event.objects.get().subject_label == str(found)


def test_nobody_learns_of_a_confidential_document_by_a_refusal(
    secret, province, monitor, admin, at
):
    same = {"number": "9", "symbol": "CV/TU"}
    assert document(owner=province, by=monitor, at=at, **same).secrecy == "open"
    with pytest.raises(services.DuplicateDocument):
        document(owner=province, by=admin, at=at, **same, secrecy="secret")


def test_the_issuer_is_known_by_its_name(province, department, monitor, at):
    found = document(owner=province, by=monitor, at=at, issuer_name="Sở KH&CN", symbol="KH-SKHCN")
    assert found.issuer == department


def test_a_change_is_recorded_before_and_after(plan, monitor, at):
    changed = services.change_document(
        document=plan, particulars=particulars(number="104"), version=1, by=monitor, at=at
    )
    assert (changed.number, changed.version) == ("104", 2)
    event = Event.objects.order_by("id").last()
    assert (event.kind, event.before, event.after) == (
        "documents.document.changed",
        {"number": "102"},
        {"number": "104"},
    )
    assert "104/kh-ubnd" in changed.folded


def test_the_same_particulars_write_nothing(plan, monitor, at):
    services.change_document(
        document=plan, particulars=particulars(), version=99, by=monitor, at=at
    )
    assert len(kinds()) == 1


def test_the_second_of_two_is_told(plan, monitor, second_monitor, at):
    services.change_document(
        document=plan, particulars=particulars(abstract="một"), version=1, by=monitor, at=at
    )
    with pytest.raises(Stale):
        services.change_document(
            document=plan,
            particulars=particulars(abstract="hai"),
            version=1,
            by=second_monitor,
            at=at,
        )
    plan.refresh_from_db()
    assert plan.abstract == "một"


def test_a_change_into_another_document_is_refused(plan, province, monitor, at):
    other = document(owner=province, by=monitor, at=at, number="103")
    with pytest.raises(services.DuplicateDocument) as refused:
        services.change_document(
            document=other, particulars=particulars(), version=1, by=monitor, at=at
        )
    assert refused.value.first == plan


@pytest.fixture
def resolution(province, monitor, at):
    return document(
        owner=province,
        by=monitor,
        at=at,
        number="57",
        symbol="NQ/TW",
        issuer_name="Bộ Chính trị",
        issued_on=date(2024, 12, 22),
    )


def test_relations_both_ways_and_once(plan, resolution, monitor, at):
    for _again in range(2):
        made = services.relate_documents(
            source=plan, target=resolution, relation="implements", by=monitor, at=at
        )
    assert kinds().count("documents.document.related") == 1
    (onward,), _none = selectors.relations_of(document=plan, user=monitor)
    _none, (back,) = selectors.relations_of(document=resolution, user=monitor)
    assert (onward.document, back.document) == (resolution, plan)
    services.remove_relation(relation=made, by=monitor, at=at)
    assert not plan.relations.exists()
    assert kinds()[-1] == "documents.document.unrelated"


def test_the_history_of_an_open_document_names_no_confidential_one(plan, secret, admin, at):
    plan_events = Event.objects.filter(subject_id=str(plan.pk))
    made = services.relate_documents(
        source=plan, target=secret, relation="implements", by=admin, at=at
    )
    services.remove_relation(relation=made, by=admin, at=at)
    assert [event.kind for event in plan_events] == ["documents.document.registered"]
    assert kinds()[-2:] == ["documents.document.related", "documents.document.unrelated"]


def test_relations_without_sense_are_refused(plan, resolution, secret, monitor, at):
    for source, target, relation in (
        (plan, plan, "implements"),
        (resolution, plan, "replaces"),
        (plan, resolution, "hates"),
        (plan, secret, "implements"),
    ):
        with pytest.raises(services.DocumentRefused):
            services.relate_documents(
                source=source, target=target, relation=relation, by=monitor, at=at
            )
    assert "documents.document.related" not in kinds()


def test_a_replaced_document_says_so(plan, resolution, monitor, at):
    services.relate_documents(
        source=plan, target=resolution, relation="replaces", by=monitor, at=at
    )
    found = {one.pk: one.validity for one in Document.objects.with_validity(at.date())}
    assert found == {plan.pk: "in_force", resolution.pk: "replaced"}


def test_clauses(plan, monitor, at):
    clause = services.add_clause(
        document=plan,
        label=" Điều 3,  khoản 2 ",
        content="Giao Sở\n\n\n\nchủ trì",
        by=monitor,
        at=at,
    )
    assert (clause.label, clause.content) == ("Điều 3, khoản 2", "Giao Sở\n\nchủ trì")
    for label in ("điều 3, khoản 2", ""):
        with pytest.raises(services.DocumentRefused):
            services.add_clause(document=plan, label=label, content="", by=monitor, at=at)
    services.remove_clause(clause=clause, by=monitor, at=at)
    assert kinds()[1:] == ["documents.document.clause_added", "documents.document.clause_removed"]


def test_a_file_is_kept_under_a_random_name(plan, monitor, at, files):
    attached = services.attach_file(
        document=plan, file=PDF, name="../Kế hoạch.pdf", by=monitor, at=at
    )
    assert attached.name == "Kế hoạch.pdf"
    assert "hoạch" not in attached.file.name
    assert (Path(files) / attached.file.name).read_bytes() == PDF
    assert kinds()[-1] == "documents.document.file_attached"
    with pytest.raises(services.DocumentRefused, match="already attached"):
        services.attach_file(document=plan, file=PDF, name="b.pdf", by=monitor, at=at)


def test_a_file_is_removed_when_the_change_is_certain(
    plan, monitor, at, files, django_capture_on_commit_callbacks
):
    attached = services.attach_file(document=plan, file=PDF, name="a.pdf", by=monitor, at=at)
    place = Path(files) / attached.file.name
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_file(file=attached, by=monitor, at=at)
        assert place.exists()
    assert not place.exists()


def test_a_row_that_fails_leaves_no_file(plan, monitor, at, files, monkeypatch):
    monkeypatch.setattr(services.parts, "record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.attach_file(document=plan, file=PDF, name="a.pdf", by=monitor, at=at)
    assert not [place for place in Path(files).rglob("*") if place.is_file()]
    assert not plan.files.exists()


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"MZ" + b"x" * 99, "a.pdf"), (b"<svg/>", "a.png"), (PDF, "a.docx"), (b"<html>", "a.pdf")],
)
def test_hostile_files_are_refused(plan, monitor, at, files, data, name):
    with pytest.raises(uploads.UploadRefused):
        services.attach_file(document=plan, file=data, name=name, by=monitor, at=at)
    assert not list(Path(files).rglob("*.*"))


def test_nothing_of_a_confidential_document_is_kept(secret, admin, at):
    with pytest.raises(services.SecrecyRefused, match="stays outside"):
        services.attach_file(document=secret, file=PDF, name="a.pdf", by=admin, at=at)
    with pytest.raises(services.SecrecyRefused, match="stays outside"):
        services.add_clause(document=secret, label="Điều 1", content="…", by=admin, at=at)
    assert services.add_clause(document=secret, label="Điều 1", content="", by=admin, at=at)


def test_a_document_with_content_does_not_become_confidential(plan, admin, at):
    attached = services.attach_file(document=plan, file=PDF, name="a.pdf", by=admin, at=at)
    closed = particulars(secrecy="confidential")
    with pytest.raises(services.SecrecyRefused, match="Remove the attached files"):
        services.change_document(document=plan, particulars=closed, version=1, by=admin, at=at)
    services.remove_file(file=attached, by=admin, at=at)
    changed = services.change_document(
        document=plan, particulars=closed, version=1, by=admin, at=at
    )
    assert changed.secrecy == "confidential"


@pytest.mark.parametrize("person", ["clerk", "inspector", "stranger"])
def test_others_change_nothing(plan, person, at, request):
    by = request.getfixturevalue(person)
    attempts = (
        lambda: services.change_document(
            document=plan, particulars=particulars(number="1"), version=1, by=by, at=at
        ),
        lambda: services.add_clause(document=plan, label="x", content="", by=by, at=at),
        lambda: services.attach_file(document=plan, file=PDF, name="a.pdf", by=by, at=at),
        lambda: services.relate_documents(
            source=plan, target=plan, relation="implements", by=by, at=at
        ),
    )
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert len(kinds()) == 1


def test_a_confidential_document_is_not_changed_without_the_right(secret, monitor, at):
    with pytest.raises(NotAllowed):
        services.add_clause(document=secret, label="x", content="", by=monitor, at=at)
