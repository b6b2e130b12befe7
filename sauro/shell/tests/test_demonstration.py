"""The demonstration, loaded once for all of these tests and thrown away after them."""

import json
from datetime import date, datetime
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.accounts.models import User
from sauro.domains.documents.models import Document
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import (
    Extension,
    Programme,
    ProgressUpdate,
    Suspension,
    Target,
    Task,
)
from sauro.domains.programmes.rules import DeadlineClass, State
from sauro.domains.programmes.selectors import standing
from sauro.domains.programmes.services.writing import SPAN_FIELDS
from sauro.engines.history.models import Event
from sauro.engines.periods import Calendar
from sauro.engines.text import similar
from sauro.shell import published
from sauro.shell.demonstration import loading, logins

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LOADED_AT = timezone.make_aware(datetime(2026, 7, 15, 10, 0))
TODAY = LOADED_AT.date()
MAIN = "DN-CT57-2630"


@pytest.fixture
def _django_db_helper():
    """The usual wrapping of each test would close the connection on which the module's data lives."""


@pytest.fixture(scope="module")
def system(django_db_setup, django_db_blocker):
    """The demonstration inside one transaction, and the person who loaded it."""
    with django_db_blocker.unblock(), transaction.atomic():
        person = accounts.system_person(at=LOADED_AT)
        loading.load(by=person, at=LOADED_AT, logins=logins.ensure_logins())
        yield person
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def loaded(system):
    """Every test of this module sees the demonstration and leaves it as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows_on(user, **more):
    return published.published_rows(user=user, today=TODAY, soon_days=7, **more)


def as_of(day=TODAY):
    return standing.AsOf(day=day, today=TODAY, soon_days=7)


def main_tasks():
    tasks = Task.objects.filter(programme__code=MAIN)
    return standing.tasks_as_of(tasks=standing.countable(tasks=tasks), as_of=as_of())


def login(username):
    client = Client()
    client.force_login(User.objects.get(username=username), settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_every_published_figure_is_computed_from_records(system):
    rows = rows_on(system)

    assert [row.plain() for row in rows if not row.match] == []
    assert [row.computed for row in rows][:9] == [6, 1, 5, 19, 17, 2, 43, 17, 39.5]


def test_before_the_suspension_all_infrastructure_tasks_were_carried_out(system):
    rows = {str(row.figure.what): row for row in rows_on(system, as_of=date(2025, 6, 13))}

    with translation.override("en"):
        by_words = {str(row.figure.what): row.computed for row in rows.values()}
    assert by_words["Infrastructure tasks being carried out"] == 19
    assert by_words["Infrastructure tasks suspended because of the reorganisation"] == 0


def test_fewer_targets_were_met_in_march(system):
    reached = [row.computed for row in rows_on(system, as_of=date(2025, 3, 31))][7]

    assert 0 < reached < 17


def test_infrastructure_suspensions_have_ground_document_and_approver():
    found = Suspension.objects.filter(task__programme__code="TB-KH57-2025")

    assert found.count() == 2
    assert all(one.document.reference == "2416/UBND-NC" and one.approver for one in found)


def test_loading_again_writes_nothing(system):
    before = (Event.objects.count(), Task.objects.count(), User.objects.count())

    again = loading.load(by=system, at=clock.now(), logins=logins.ensure_logins())

    assert not again.written
    assert (Event.objects.count(), Task.objects.count(), User.objects.count()) == before


def test_officers_write_on_working_days_only():
    calendar = Calendar()
    moments = Event.objects.filter(kind__startswith="programmes.").values_list("at", flat=True)
    days = {clock.day_of(moment) for moment in moments}

    assert [day for day in days if not calendar.is_working(day)] == []


def test_nothing_happens_after_the_moment_of_loading():
    assert not Event.objects.filter(at__gt=LOADED_AT).exists()


def test_each_task_was_written_in_the_order_of_time():
    last: dict[str, datetime] = {}
    events = Event.objects.filter(subject_type="programmes.task").order_by("pk")
    for subject, at in events.values_list("subject_id", "at"):
        assert at >= last.get(subject, at)
        last[subject] = at


def test_nobody_verified_his_own_update():
    decided = ProgressUpdate.objects.filter(decided_by__isnull=False)

    assert decided.count() > 300
    assert not decided.filter(decided_by=F("submitted_by")).exists()


def test_the_open_span_of_each_task_equals_the_task():
    spans = {
        span.task_id: span for span in Task.spans.rel.related_model.objects.filter(until_at=None)
    }
    tasks = list(Task.objects.all())

    assert len(tasks) == len(spans)
    for task in tasks:
        span = spans[task.pk]
        assert all(getattr(span, name) == getattr(task, name) for name in SPAN_FIELDS)


@pytest.mark.parametrize("day", [date(2025, 3, 31), date(2025, 6, 30), date(2025, 12, 31), TODAY])
def test_totals_reconcile_on_any_day(day):
    for programme in Programme.objects.all():
        tasks = standing.countable(tasks=Task.objects.filter(programme=programme))
        found = standing.totals(tasks=tasks, as_of=as_of(day))
        assert found.total == sum(found.states.values())
        assert set(found.classes) <= {one.value for one in DeadlineClass}


def test_the_present_of_the_main_province_is_alive():
    found = list(main_tasks())
    classes = {task.deadline_class for task in found}
    states = {task.state for task in found}

    assert {c.value for c in DeadlineClass} - classes <= {"suspended"}
    assert {s.value for s in State} - states <= {"suspended"}
    assert sum(task.deadline_class == "due_soon" for task in found) >= 4
    assert sum(task.deadline_class == "overdue" for task in found) >= 6
    assert any(task.missing_clears for task in found if task.state != "draft")
    assert Suspension.objects.filter(ended_at__isnull=True).exists()


def test_requests_wait_and_were_decided():
    states = set(Extension.objects.values_list("state", flat=True))

    assert states == {"pending", "approved", "refused"}
    moved = Extension.objects.filter(state="approved").select_related("task")
    assert all(one.task.original_due_on == one.old_due_on for one in moved)


def test_updates_wait_are_returned_and_are_drafted():
    states = set(ProgressUpdate.objects.values_list("state", flat=True))

    assert states == {"draft", "submitted", "verified", "returned", "noted"}


def test_a_task_for_all_communes_reads_n_of_m():
    task = Task.objects.get(
        programme__code=MAIN, fanned_out=True, title__startswith="Tập huấn, hướng dẫn tổ"
    )
    done = task.children.filter(state="completed").count()

    assert task.children.count() == 95
    assert done == 24
    assert task.percent == 100 * done // 95


def test_the_commune_officer_has_work_of_his_own():
    commune = Organisation.objects.get(role_grants__user__username="can-bo-xa")

    assert commune.led_tasks.exclude(state="completed").count() >= 2


def test_some_tasks_look_alike():
    tasks = Task.objects.filter(programme__code=MAIN, parent__isnull=True)

    assert len(similar.pairs([one.title for one in tasks], threshold=70)) >= 2


def test_some_units_are_silent():
    working = main_tasks().filter(state="in_progress", fanned_out=False)

    assert working.filter(last_update_on__lt=date(2026, 5, 20)).count() >= 2


@pytest.mark.parametrize(
    ("province", "communes"), [("DN", 95), ("HY", 104), ("LC", 99), ("LD", 124), ("BN", 99)]
)
def test_every_commune_has_its_committee(province, communes):
    root = Organisation.objects.get(code=province)
    below = Organisation.objects.filter(path__startswith=root.path, kind="commune")

    assert below.count() == communes
    assert all(path.startswith(root.path) for path in below.values_list("path", flat=True))
    assert all(not found for found in Organisation.objects.find_problems())


def test_former_provinces_hang_below_their_successor():
    thai_binh = Organisation.objects.get(code="TB")
    hung_yen = Organisation.objects.get(code="HY")

    assert thai_binh.valid_to == date(2025, 6, 30)
    assert thai_binh.is_descendant_of(hung_yen)
    assert [s.successor for s in org_selectors.successors_of(organisation=thai_binh)] == [hung_yen]
    former = Organisation.objects.filter(kind="former_province")
    assert set(former.values_list("code", flat=True)) == {"TB", "BP", "YB", "BTH", "DNO", "BG"}


def test_unfinished_work_of_the_former_province_went_to_the_new_agencies():
    task = Task.objects.get(programme__code="TB-KH57-2025", title__startswith="Xây dựng Chiến lược")
    leads = list(task.spans.values_list("lead__code", flat=True))

    assert task.lead.code == "HY-SKHCN"
    assert leads[0] == "TB-SKHCN"


def test_lao_cai_has_three_centres_under_the_department():
    department = Organisation.objects.get(code="LC-SKHCN")
    centres = Organisation.objects.filter(path__startswith=department.path, kind="centre")

    assert centres.count() == 3
    assert all(centre.positions.filter(is_head=True).exists() for centre in centres)


def test_the_party_secretary_heads_the_steering_committee():
    for province in ("DN", "HY", "LC", "LD", "BN"):
        body = Organisation.objects.get(code=f"{province}-BCD")
        seats = org_selectors.members_of(body=body)
        assert seats[0].role == "head"
        assert seats[0].represents.code == f"{province}-TU"
        assert all(seat.portfolio for seat in seats)


def test_the_standing_agency_differs_between_provinces():
    standing_of = dict(Programme.objects.values_list("code", "standing__code"))

    assert standing_of["TB-KH57-2025"] == "TB-SKHCN"
    assert standing_of["LC-CT57-2630"] == "LC-VPTU"


def test_two_provinces_have_a_plan_of_the_same_number():
    found = Document.objects.filter(number="433", symbol="KH/TU")

    assert {document.issuer_name for document in found} == {"Tỉnh ủy Hưng Yên", "Tỉnh ủy Đồng Nai"}


def test_everything_is_marked_as_demonstration():
    assert not Programme.objects.filter(is_demonstration=False).exists()
    assert Target.objects.filter(programme__code="DN-KH57-2025").count() == 43


def test_everybody_may_log_in_with_the_password_of_the_file():
    kept = logins.kept_logins()

    assert len(kept) == 9
    assert all(User.objects.get(username=one.username).check_password(one.password) for one in kept)


def test_the_page_shows_a_monitor_his_province_only():
    dong_nai = login("theo-doi").get("/so-lieu-cong-bo/").content.decode()
    hung_yen = login("theo-doi-hy").get("/so-lieu-cong-bo/").content.decode()

    assert "39,5" in dong_nai
    assert "17/43" in dong_nai
    assert "baothaibinh" not in dong_nai
    assert "baothaibinh" in hung_yen
    assert "baodongnai" not in hung_yen


def test_the_page_speaks_english():
    client = login("theo-doi")
    client.cookies["sauro_language"] = "en"

    content = client.get("/so-lieu-cong-bo/").content.decode()

    assert "Published figures" in content
    assert "39.5" in content


def test_an_officer_without_a_whole_programme_sees_no_figure():
    content = login("can-bo").get("/so-lieu-cong-bo/").content.decode()

    assert "39,5" not in content


def test_the_page_asks_the_database_rarely():
    client = login("theo-doi-hy")
    client.get("/so-lieu-cong-bo/")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/so-lieu-cong-bo/")

    assert len(queries) <= 9


def test_a_number_leads_to_the_rows_behind_it():
    client = login("theo-doi-hy")
    rows = rows_on(User.objects.get(username="theo-doi-hy"), only_known=True)
    suspended = next(row for row in rows if row.figure.published == 2)

    content = client.get(f"/nhiem-vu/?{suspended.rows_query}").content.decode()

    assert "Xây dựng Khu công nghệ thông tin tập trung" in content
    assert "Nâng cấp Trung tâm tích hợp dữ liệu" not in content


def test_the_command_prints_the_rows_and_succeeds():
    out = StringIO()

    call_command("published", "--format", "json", stdout=out)

    rows = json.loads(out.getvalue())
    assert set(rows[0]) == {"province", "as_of", "what", "published", "computed", "match"}
    assert all(row["match"] for row in rows)


def test_the_demo_command_prints_the_log_ins_again():
    out = StringIO()

    call_command("demo", stdout=out)

    assert logins.kept_logins()[0].password in out.getvalue()
    assert "Nothing was loaded" in out.getvalue()


def test_a_task_of_the_main_province_answers_several_documents():
    task = Task.objects.get(programme__code=MAIN, title__startswith="Khởi công hạ tầng")

    assert {m.document.reference for m in task.mandates.all()} == {
        "55-KH/TU",
        "57-NQ/TW",
        "71/NQ-CP",
    }
    assert {one.system for one in task.external_ids.all()} == {"nq57", "nq71"}
    assert task.milestones.filter(done_on__isnull=True).count() == 2


def test_claims_of_the_main_province_carry_evidence():
    claims = ProgressUpdate.objects.filter(
        task__programme__code=MAIN, task__parent__isnull=True, claims_completion=True
    )

    assert claims.exists()
    assert all(claim.evidence.exists() for claim in claims)
