"""Reference data with a fixed seed: a province, 150 organisations, 2,000 people, 10,000 tasks.

There are 60,000 updates. Written in bulk, below the services, because it only has to be there.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from sauro.domains.accounts.models import User
from sauro.domains.accounts.services import system_person
from sauro.domains.indicators.models import Indicator
from sauro.domains.orgs.models import Organisation, RoleGrant
from sauro.domains.programmes.models import (
    Group,
    Programme,
    ProgressUpdate,
    Target,
    TargetReading,
    Task,
    TaskParty,
    TaskSpan,
)
from sauro.engines import text
from sauro.engines.history.models import Event

SEED = 57
TODAY = date(2026, 11, 16)
VERBS = ["Xây dựng", "Hoàn thiện", "Triển khai", "Rà soát", "Nâng cấp", "Ban hành", "Tổ chức"]
THINGS = [
    *("kho dữ liệu dùng chung", "hạ tầng mạng truyền số liệu", "nền tảng học trực tuyến"),
    *("cơ chế hỗ trợ doanh nghiệp", "đề án đô thị thông minh", "bộ chỉ số điều hành"),
    *("sàn giao dịch công nghệ", "chương trình kỹ năng số", "trung tâm đổi mới sáng tạo"),
]
FIELDS = ["y tế", "giáo dục", "nông nghiệp", "công thương", "tài chính", "văn hóa", "xây dựng"]
STATES = [
    "assigned",
    "accepted",
    "in_progress",
    "in_progress",
    "in_progress",
    "completed",
    "completed",
]
PASSWORD = "do-toc-do-2026"  # noqa: S105  (of a database that is thrown away)


def moment(day: date) -> datetime:
    """Nine in the morning of a day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9, 0))


@transaction.atomic
def build(*, tasks: int = 10_000, updates: int = 60_000, people: int = 2_000) -> dict[str, Any]:
    """The reference province; gives the programme and the people who are timed."""
    random.seed(SEED)
    by = system_person(at=moment(date(2026, 1, 1)))
    province, agencies = _organisations()
    staff = _people(people, province, agencies)
    programmes = _programmes(province, by)
    made = _tasks(tasks, programmes, agencies, by)
    _updates(updates, made, staff["officers"], staff["monitor"])
    _targets(programmes[0], agencies, by)
    _events(2 * updates, made)
    return staff | {"province": province, "agencies": agencies, "programmes": programmes}


def _events(n: int, tasks: list[Task]) -> None:
    """Half a year of the record: mostly reports, some of them with an obstacle."""
    kinds = {"reported": 60, "verified": 60, "completed": 10, "returned": 4, "assign": 6}
    picked = random.choices(list(kinds), list(kinds.values()), k=n)
    last = moment(TODAY)
    Event.objects.bulk_create(
        (
            Event(
                kind=f"programmes.task.{kind}",
                subject_type="programmes.task",
                subject_id=str(task.pk),
                subject_label=task.title,
                by_id=0,
                by_name="Cán bộ",
                at=last - timedelta(minutes=random.randint(0, 180 * 24 * 60)),
                after={"obstacle": random.choice(("", "", "", "Chưa có đơn giá"))},
            )
            for kind, task in ((kind, random.choice(tasks)) for kind in picked)
        ),
        batch_size=1000,
    )


def _organisations() -> tuple[Organisation, list[Organisation]]:
    since = date(2025, 1, 1)

    def values(name: str, kind: str, code: str) -> dict[str, Any]:
        return {
            "name": name,
            "kind": kind,
            "code": code,
            "folded": text.fold(name),
            "sort_key": text.sort_key(name),
            "valid_from": since,
        }

    province = Organisation.objects.add_root(values("Tỉnh Đo Lường", "province", "DL"))
    made = []
    for n in range(30):
        made.append(values(f"Sở số {n + 1}", "department", f"DL-S{n}"))
    for n in range(120):
        made.append(values(f"UBND xã số {n + 1}", "commune", f"DL-X{n}"))
    rows = []
    for place, one in enumerate(made, 1):
        path = Organisation._get_path(province.path, province.depth + 1, place)
        rows.append(Organisation(path=path, depth=province.depth + 1, numchild=0, **one))
    Organisation.objects.bulk_create(rows)
    Organisation.objects.filter(pk=province.pk).update(numchild=len(rows))
    province.refresh_from_db()
    return province, list(
        Organisation.objects.filter(depth=province.depth + 1, path__startswith=province.path)
    )


def _people(n: int, province: Organisation, agencies: list[Organisation]) -> dict[str, Any]:
    joined = moment(date(2026, 1, 1))
    hashed = make_password(PASSWORD)
    users = [
        User(
            username=f"nguoi-{i}",
            full_name=f"Người số {i}",
            folded=f"nguoi so {i}",
            password=hashed,
            date_joined=joined,
        )
        for i in range(n)
    ]
    User.objects.bulk_create(users, batch_size=500)
    users = list(User.objects.filter(username__startswith="nguoi-").order_by("pk"))
    since = date(2026, 1, 1)
    special = {
        "monitor": "monitor",
        "second": "monitor",
        "leader": "leader",
        "admin": "administrator",
    }
    grants, named = [], {}
    for user, (name, role) in zip(users, special.items(), strict=False):
        named[name] = user
        grants.append(RoleGrant(user=user, role=role, organisation=province, valid_from=since))
    officers = []
    for place, user in enumerate(users[len(special) :]):
        agency = agencies[place % len(agencies)]
        role = "focal_officer" if agency.kind == "department" else "commune_officer"
        grants.append(RoleGrant(user=user, role=role, organisation=agency, valid_from=since))
        officers.append((user, agency))
    RoleGrant.objects.bulk_create(grants, batch_size=500)
    by_agency: dict[int, Any] = {}
    for user, agency in officers:
        by_agency.setdefault(agency.pk, user)
    return {**named, "officers": by_agency, "officer": officers[0][0], "users": users}


def _programmes(province: Organisation, by: User) -> list[Programme]:
    made = []
    for n, year in enumerate((2025, 2026, 2026)):
        programme = Programme.objects.create(
            owner=province,
            code=f"DL-{n + 1}",
            title=f"Kế hoạch số {n + 1} thực hiện Nghị quyết 57",
            folded=f"dl-{n + 1} ke hoach",
            starts_on=date(year, 1, 1),
            created_at=moment(date(year, 1, 2)),
            created_by=by,
        )
        Group.objects.bulk_create(
            Group(
                programme=programme,
                number=numeral,
                title=f"Nhóm nhiệm vụ {numeral}",
                folded=f"nhom {numeral}",
                position=place,
            )
            for place, numeral in enumerate(("I", "II", "III", "IV", "V", "VI", "VII"), 1)
        )
        made.append(programme)
    return made


def _tasks(
    n: int, programmes: list[Programme], agencies: list[Organisation], by: User
) -> list[Task]:
    groups = {p.pk: list(p.groups.all()) for p in programmes}
    rows = []
    for i in range(n):
        programme = random.choice(programmes)
        title = (
            f"{random.choice(VERBS)} {random.choice(THINGS)} ngành {random.choice(FIELDS)} "
            f"giai đoạn {random.randint(1, 9)} theo hướng mở, an toàn và dùng chung toàn tỉnh ({i})"
        )
        due = TODAY + timedelta(days=random.randint(-200, 300)) if random.random() < 0.9 else None
        state = random.choice(STATES)
        done = due or TODAY
        rows.append(
            Task(
                programme=programme,
                group=random.choice(groups[programme.pk]),
                number=str(i + 1),
                position=i + 1,
                title=title,
                folded=text.fold(title),
                lead=random.choice(agencies),
                deliverable="Quyết định của UBND tỉnh",
                deadline_kind="date" if due else "recurring",
                deadline_text=f"{due:%d/%m/%Y}" if due else "Thường xuyên",
                due_on=due,
                original_due_on=due,
                state=state,
                percent=100 if state == "completed" else random.randrange(0, 95, 5),
                claimed_percent=100 if state == "completed" else 50,
                submitted_on=done if state == "completed" else None,
                completed_on=done + timedelta(days=random.choice([-9, -3, 0, 0, 12]))
                if state == "completed"
                else None,
                last_update_on=TODAY - timedelta(days=random.randint(0, 90)),
                assigned_on=programme.starts_on,
                created_at=moment(programme.starts_on),
                created_by=by,
            )
        )
    Task.objects.bulk_create(rows, batch_size=500)
    tasks = list(Task.objects.order_by("pk"))
    parties, spans = [], []
    for task in tasks:
        parties.append(TaskParty(task=task, role="lead", organisation_id=task.lead_id))
        others = random.sample(agencies, 2)
        parties += [
            TaskParty(task=task, role="coordinate", organisation=o, position=k + 1)
            for k, o in enumerate(others)
            if o.pk != task.lead_id
        ]
        spans.append(
            TaskSpan(
                task=task,
                from_at=task.created_at,
                state=task.state,
                due_on=task.due_on,
                submitted_on=task.submitted_on,
                completed_on=task.completed_on,
                percent=task.percent,
                lead_id=task.lead_id,
            )
        )
    TaskParty.objects.bulk_create(parties, batch_size=1000)
    TaskSpan.objects.bulk_create(spans, batch_size=1000)
    return tasks


def _updates(n: int, tasks: list[Task], officers: dict[int, User], monitor: User) -> None:
    rows = []
    for i in range(n):
        task = tasks[i % len(tasks)]
        month = date(2026, 1 + (i // len(tasks)) % 10, 1)
        officer = officers.get(task.lead_id)
        state = "submitted" if i < 2_000 else "verified"
        at = moment(month + timedelta(days=12))
        rows.append(
            ProgressUpdate(
                task=task,
                organisation_id=task.lead_id,
                month=month,
                percent=min(100, 10 * ((i // len(tasks)) % 10)),
                done="Đã hoàn thành khảo sát, lấy ý kiến các đơn vị và trình cấp có thẩm quyền.",
                state=state,
                by=officer,
                at=at,
                submitted_at=at,
                submitted_by=officer,
                decided_at=at if state == "verified" else None,
                decided_by=monitor if state == "verified" else None,
            )
        )
    ProgressUpdate.objects.bulk_create(rows, batch_size=500)


def _targets(programme: Programme, agencies: list[Organisation], by: User) -> None:
    for n in range(43):
        name = f"Chỉ tiêu số {n + 1}"
        indicator = Indicator.objects.create(
            owner=programme.owner, code=f"DL-{n}", name=name, folded=text.fold(name), unit="%"
        )
        target = Target.objects.create(
            programme=programme,
            indicator=indicator,
            number=str(n + 1),
            position=n + 1,
            title=name,
            folded=text.fold(name),
            comparator="ge",
            low=80,
            year=2026,
            due_on=date(2026, 12, 31),
            lead=random.choice(agencies),
        )
        TargetReading.objects.create(
            target=target,
            on=date(2026, 6, 30),
            value=random.randint(40, 100),
            source="Báo cáo",
            at=moment(date(2026, 7, 1)),
            by=by,
        )
