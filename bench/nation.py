"""Figures of a country with a fixed content: 34 provinces, 3,321 communes, 50 indicators.

One province has exactly 100 communes, a form of 100 indicators of its own with three years of
figures, and 43 targets. Figures are made by statements of SQL, below the services, so that
building takes less time than measuring; a database that is built already is read again.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from bench.data import PASSWORD, moment
from sauro.domains.accounts.models import User
from sauro.domains.accounts.services import system_person
from sauro.domains.indicators.models import DataSet, DataSetItem, Indicator, Observation, Submission
from sauro.domains.indicators.services import totals
from sauro.domains.orgs.models import Organisation, RoleGrant
from sauro.domains.orgs.services import planting
from sauro.domains.programmes.models import Programme, Target, Task
from sauro.engines import text

PROVINCES, COMMUNES, INDICATORS = 34, 3_321, 50
SHOWN, HUNDRED = 10, 100  # the province that is looked at, its communes and its indicators
TARGETS, TASKS = 43, 10_000
LAST = 2026 * 12 + 9  # October 2026
AT = moment(date(2026, 11, 1))
SINCE = date(2026, 1, 1)
_FIGURES = """
INSERT INTO indicators_observation
  (indicator_id, period, organisation_id, amount, base, status, since)
SELECT i.id, p.period, o.id,
  ((i.id * 7919 + p.period * 104729 + o.id * 1299709) % 1000) * 10000,
  1000 * 10000, 2, '{since}'
FROM indicators_indicator i
CROSS JOIN (SELECT DISTINCT period FROM bench_period WHERE period BETWEEN {first} AND {last}) p
CROSS JOIN orgs_organisation o
WHERE o.kind = 'commune' AND i.owner_id = {owner} AND SUBSTR(o.path, 1, {depth}) = '{path}'
ORDER BY i.id, p.period, o.id
"""
_HANDED_IN = """
INSERT INTO indicators_submission
  (data_set_id, organisation_id, period, state, draft, note, return_reason, saved_at, saved_by_id,
   submitted_at, submitted_by_id, decided_at, decided_by_id, remarks, is_late, version)
SELECT {form}, o.id, p.period, 'confirmed', '{{}}', '', '', '{at}', {by},
  '{at}', {by}, '{at}', {by}, 0, {late}, 1
FROM (SELECT DISTINCT period FROM bench_period WHERE period BETWEEN {first} AND {last}) p
CROSS JOIN orgs_organisation o
WHERE o.kind = 'commune' AND SUBSTR(o.path, 1, {depth}) = '{path}'
  AND (o.id * 31 + p.period * 17) % 12 > 0
"""


def nation(rows: int) -> dict[str, Any]:
    """The country with so many figures, built when the database is empty."""
    if not Indicator.objects.filter(code="CS-000").exists():
        _build(rows)
    return _found()


def _build(rows: int) -> None:
    by = system_person(at=AT)
    country = _country()
    province = Organisation.objects.filter(kind="province").order_by("path")[SHOWN]
    months = max(2, round(rows / (COMMUNES * INDICATORS)))
    form = _form(country, "B1", _indicators(country, "CS", INDICATORS), LAST - months + 1)
    since = max(LAST - 36, LAST - months)
    own = _form(province, "B2", _indicators(province, "CT", HUNDRED), since)
    _people(country, province)
    _targets(province, own, by)
    _tasks(by)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("CREATE TABLE bench_period (period bigint)")
        for n in range(months):
            cursor.execute("INSERT INTO bench_period VALUES (%s)", [LAST - n])
        for one, first, last in ((form, 0, LAST), (own, since, LAST - 1)):
            words = {
                "owner": one.owner_id,
                "form": one.pk,
                "path": one.owner.path,
                "depth": len(one.owner.path),
                "by": by.pk,
                "at": "2026-10-05 02:00:00+00",
                "since": "2026-01-01",
                "late": "(o.id % 7) = 0",
                "last": last,
            }
            cursor.execute(_FIGURES.format(first=first, **words))
            cursor.execute(_HANDED_IN.format(first=LAST - 12, **words | {"last": LAST - 1}))
    totals.rebuild(indicators=list(Indicator.objects.order_by("pk").values_list("pk", flat=True)))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _found() -> dict[str, Any]:
    country = Organisation.objects.get(code="VN")
    province = Organisation.objects.filter(kind="province").order_by("path")[SHOWN]
    communes = Organisation.objects.filter(path__startswith=province.path, kind="commune")
    people = {one.username: one for one in User.objects.filter(username__startswith="do-")}
    indicators = list(Indicator.objects.filter(owner=country).order_by("pk"))
    ids = [one.pk for one in indicators]
    return {
        "by": system_person(at=AT),
        "country": country,
        "province": province,
        "communes": list(communes.order_by("path")),
        "indicators": indicators,
        "ids": ids,
        "own": list(Indicator.objects.filter(owner=province).order_by("pk")),
        "form": DataSet.objects.select_related("owner").get(code="B1"),
        "own_form": DataSet.objects.select_related("owner").get(code="B2"),
        "people": people,
        "officers": {
            grant.organisation_id: grant.user
            for grant in RoleGrant.objects.filter(role="commune_officer").select_related("user")
        },
        "rows": Observation.objects.filter(indicator__in=ids).count(),
    }


def forget(form: DataSet) -> None:
    """Take away what a run before handed in for the last period."""
    Submission.objects.filter(data_set=form, period=LAST).delete()
    ids = list(form.items.values_list("indicator", flat=True))
    if form.code == "B2":
        Observation.objects.filter(indicator__in=ids, period=LAST).delete()
        totals.rebuild(indicators=ids)


@transaction.atomic
def _country() -> Organisation:
    def fresh(name: str, kind: str, code: str) -> dict[str, Any]:
        words = {"folded": text.fold(name), "sort_key": text.sort_key(name)}
        valid = {"valid_from": date(2020, 1, 1)}
        return {"name": name, "kind": kind, "code": code, **valid, **words}

    root = Organisation.objects.add_root(fresh("Việt Nam", "national", "VN"))
    planting.plant(
        parent=root,
        fresh=[
            Organisation(**fresh(f"Tỉnh số {n}", "province", f"T{n:02}")) for n in range(PROVINCES)
        ],
    )
    rest, more = divmod(COMMUNES - HUNDRED, PROVINCES - 1)
    for n, province in enumerate(Organisation.objects.filter(kind="province").order_by("path")):
        count = HUNDRED if n == SHOWN else rest + (1 if n - (n > SHOWN) < more else 0)
        planting.plant(
            parent=province,
            fresh=[
                Organisation(**fresh(f"UBND xã {n}-{k}", "commune", f"T{n:02}-{k:03}"))
                for k in range(count)
            ],
        )
    root.refresh_from_db()
    return root


def _indicators(owner: Organisation, code: str, count: int) -> list[Indicator]:
    return Indicator.objects.bulk_create(
        Indicator(
            owner=owner,
            code=f"{code}-{n:03}",
            name=f"Chỉ số {code} {n}",
            folded=f"chi so {code} {n}".lower(),
            unit="%",
            rollup=("ratio", "sum", "average")[n % 3],
            factor=100 if n % 3 == 0 else 1,
        )
        for n in range(count)
    )


def _form(owner: Organisation, code: str, indicators: list[Indicator], first: int) -> DataSet:
    form = DataSet.objects.create(
        owner=owner,
        code=code,
        name=f"Biểu đo tốc độ {code}",
        folded=f"bieu do toc do {code}".lower(),
        kinds=["commune"],
        first_period=max(first, 1),
        closes_after=60,
    )
    DataSetItem.objects.bulk_create(
        DataSetItem(data_set=form, indicator=one, position=n) for n, one in enumerate(indicators)
    )
    return form


def _people(country: Organisation, province: Organisation) -> None:
    hashed = make_password(PASSWORD)
    places = [("country", "monitor", country), ("monitor", "monitor", province)]
    places += [(f"monitor-{n}", "monitor", province) for n in range(5)]
    places += [("filler", "commune_officer", province)]
    communes = Organisation.objects.filter(path__startswith=province.path, kind="commune")
    places += [(f"officer-{one.pk}", "commune_officer", one) for one in communes]
    for name, role, place in places:
        user = User.objects.create(
            username=f"do-{name}",
            full_name=f"Người {name}",
            folded=name,
            password=hashed,
            date_joined=AT,
        )
        RoleGrant.objects.create(user=user, role=role, organisation=place, valid_from=SINCE)


def _programme(owner: Organisation, code: str, by: User) -> Programme:
    return Programme.objects.create(
        owner=owner,
        code=code,
        title="Kế hoạch",
        folded="ke hoach",
        starts_on=SINCE,
        created_at=AT,
        created_by=by,
    )


def _targets(province: Organisation, form: DataSet, by: User) -> None:
    programme = _programme(province, "KH57", by)
    items = form.items.select_related("indicator").order_by("position")[:TARGETS]
    Target.objects.bulk_create(
        Target(
            programme=programme,
            indicator=item.indicator,
            number=str(n + 1),
            position=n + 1,
            title=f"Chỉ tiêu số {n + 1}",
            folded=f"chi tieu so {n + 1}",
            comparator="ge",
            low=50,
            year=2026,
            due_on=date(2026, 12, 31),
            lead=province,
        )
        for n, item in enumerate(items)
    )


def _tasks(by: User) -> None:
    """Tasks as provinces write them: one plan with other numbers, places and words."""
    work = ("Xây dựng nền tảng", "Phổ cập chữ ký số", "Hoàn thiện hạ tầng", "Kết nối dữ liệu")
    things = ("đất đai", "hộ tịch", "y tế", "giáo dục", "giao thông", "công chứng", "lao động")
    provinces = list(Organisation.objects.filter(kind="province").order_by("path"))
    for n, province in enumerate(provinces):
        programme = _programme(province, f"KH57-{n:02}", by)
        titles = [
            f"{work[k % 4]} {things[k % 7]} đợt {k // 28 + 1} năm {2025 + (k + n) % 6}"
            for k in range(TASKS // len(provinces))
        ]
        Task.objects.bulk_create(
            Task(
                programme=programme,
                title=title,
                folded=text.fold(title),
                lead=province,
                created_at=AT,
                created_by=by,
            )
            for title in titles
        )
