"""An export and what is asked of it: the same figures as the totals of the database, exactly."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from conftest import TODAY
from sauro.domains.indicators.models import NotApplicable, Observation, RollupRow
from sauro.domains.indicators.rules import Rollup, Sums, value_of
from sauro.domains.indicators.tests.factories import JUNE, make_form, make_indicator
from sauro.domains.orgs import services as org_services
from sauro.engines import country
from sauro.shell.country import answering, exporting, lookalikes
from sauro.shell.country.asking import plain
from sauro.shell.tests import country_world

pytest.importorskip("duckdb", reason="the optional group `country` is not installed")

pytestmark = pytest.mark.django_db
ENGINES = list(answering.ENGINES)


@pytest.fixture
def world(province, other_province, monitor, at):
    return country_world.build(province, other_province, monitor, at)


def exported(folder, *provinces, day=TODAY):
    return exporting.export(target=folder, day=day, provinces=provinces)


def asked(folder, question, engine="duckdb", **arguments):
    found = answering.answer(
        folder=folder, question=question, arguments=arguments, engine=engine, fresh=True
    )
    return found.value


def sums_of(row):
    return Sums(row["total"], row["base"], row["reported"], row["over"], row["confirmed"])


def code_of(period):
    return f"{period // 12}-{period % 12 + 1:02}"


@pytest.mark.parametrize("seed", range(4))
def test_both_engines_agree_with_the_totals_of_the_database(
    province, other_province, monitor, at, tmp_path, seed
):
    roots, _units, kinds = country_world.build(province, other_province, monitor, at, seed=seed)
    exported(tmp_path)
    codes = {one.code: one for one in kinds}
    stored = {
        (row.organisation.code, row.indicator.code, code_of(row.period)): Sums(
            row.total, row.base, row.units, row.over, row.confirmed
        )
        for row in RollupRow.objects.filter(organisation__in=roots, units__gt=0).select_related(
            "organisation", "indicator"
        )
    }
    for engine in ENGINES:
        by_province = asked(tmp_path, "rollups", engine, by="province")
        found = {
            (row["province"], row["indicator"], row["period"]): sums_of(row)
            for row in by_province
            if row["reported"]
        }
        assert found == stored
        nation = {}
        for (_province, code, period), sums in stored.items():
            nation[code, period] = nation.get((code, period), Sums()) + sums
        rows = [row for row in asked(tmp_path, "rollups", engine) if row["reported"]]
        assert {(row["indicator"], row["period"]): sums_of(row) for row in rows} == nation
        for row in rows:
            one = codes[row["indicator"]]
            value = value_of(one.rollup, sums_of(row), factor=one.factor)
            assert row["value"] == (None if value is None else plain(value))


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        ("rollups", {"period": "2025-06"}),
        ("league", {"indicator": "RATIO", "by": "commune"}),
        ("league", {"indicator": "AVERAGE", "by": "province", "period": "2025-05"}),
        ("outliers", {"far": 2.0}),
        ("lookalikes", {"threshold": 60.0}),
    ],
)
def test_the_two_engines_give_the_same_answer(world, tmp_path, question, arguments):
    exported(tmp_path)
    one, other = (asked(tmp_path, question, engine, **arguments) for engine in ENGINES)
    assert one == other
    assert one if question == "rollups" else one.get("rows") or one["titles"]


def test_a_second_export_of_unchanged_data_writes_nothing(world, tmp_path):
    assert exported(tmp_path).changed == ["LV", "RT", "SX"]
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    before.pop(tmp_path / ".lock")
    again = exported(tmp_path, day=TODAY + timedelta(days=1))
    assert (again.changed, again.unchanged) == ([], ["LV", "RT", "SX"])
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    after.pop(tmp_path / ".lock")
    assert after == before


def test_only_the_province_whose_figure_changed_is_replaced(world, tmp_path):
    exported(tmp_path)
    figure = Observation.objects.filter(organisation__code="RT-X3").first()
    Observation.objects.filter(pk=figure.pk).update(amount=figure.amount + 1)
    assert exported(tmp_path).changed == ["RT"]


def test_one_province_alone_leaves_the_others_in_place(world, tmp_path):
    exported(tmp_path)
    Observation.objects.update(status=2)
    assert exported(tmp_path, "SX").changed == ["SX"]
    assert [one.code for one in country.opened(tmp_path).partitions] == ["LV", "RT", "SX"]
    with pytest.raises(exporting.UnknownProvince):
        exported(tmp_path, "KHÔNG")


def test_what_is_read_back_is_what_the_table_holds(world, tmp_path):
    import pyarrow.parquet as pq

    exported(tmp_path)
    found = set()
    for one in country.verified(tmp_path).partitions:
        for row in pq.ParquetFile(one.table("observations")).read().to_pylist():
            assert row["unit"].startswith(one.code)
            found.add(
                (
                    *(row["indicator_id"], row["period"], row["unit"], row["path"]),
                    *(row["amount"], row["base"], row["status"]),
                )
            )
    columns = ("indicator_id", "period", "organisation__code", "organisation__path")
    assert found == set(Observation.objects.values_list(*columns, "amount", "base", "status"))


def test_figures_of_a_closed_commune_count_in_its_successor(world, admin, tmp_path):
    _roots, units, _kinds = world
    closed, successor = units[0], units[1]
    exported(tmp_path)
    before = {
        row["unit"]: row["reported"]
        for row in asked(tmp_path, "league", indicator="RATIO", by="commune", period="2025-06")[
            "rows"
        ]
    }
    org_services.close_organisation(
        organisation=closed,
        on=date(2025, 6, 9),
        successors=[successor],
        by=admin,
        at=country_world.NOW,
    )
    exported(tmp_path)
    after = {
        row["unit"]: row["reported"]
        for row in asked(tmp_path, "league", indicator="RATIO", by="commune", period="2025-06")[
            "rows"
        ]
    }
    assert closed.code not in after
    assert after.get(successor.code, 0) == before.get(closed.code, 0) + before.get(
        successor.code, 0
    )


def test_indicators_of_two_provinces_are_added_only_where_a_person_said_so(
    world, other_province, monitor, stranger, tmp_path
):
    _roots, units, kinds = world
    ours = next(one for one in kinds if one.rollup == Rollup.SUM)
    theirs = make_indicator(other_province, stranger, "Học viên", code="HV")
    Observation.objects.create(
        indicator=theirs, organisation=units[9], period=JUNE, amount=7, status=2, since=TODAY
    )
    Observation.objects.filter(indicator=ours).delete()
    Observation.objects.create(
        indicator=ours, organisation=units[0], period=JUNE, amount=5, status=2, since=TODAY
    )

    def totals_found():
        rows = asked(tmp_path, "rollups", indicator="HV", period="2025-06")
        return [(row["indicator"], row["total"]) for row in rows]

    exported(tmp_path)
    assert totals_found() == [("HV", 7)]
    country_world.mean_the_same(ours, theirs, monitor)
    exported(tmp_path)
    assert totals_found() == [("SUM", 12)]


def test_a_rollup_says_how_many_units_owe_the_figure(world, province, monitor, at, tmp_path):
    _roots, units, kinds = world
    added = next(one for one in kinds if one.rollup == Rollup.SUM)

    def owed():
        exported(tmp_path)
        rows = asked(tmp_path, "rollups", indicator="SUM", period="2025-06")
        return [row["expected"] for row in rows]

    # the form belongs to the province of nine communes; the two others report without owing
    assert owed() == [9]
    make_form(province, monitor, added, code="B2", name="Biểu thứ hai")
    assert owed() == [9], "asked for twice, owed once"
    NotApplicable.objects.create(
        indicator=added, organisation=units[2], reason="không có", by=monitor, at=at
    )
    assert owed() == [8]


def test_a_figure_far_from_all_others_is_found_with_its_distance(world, tmp_path):
    _roots, units, kinds = world
    ratio = next(one for one in kinds if one.rollup == Rollup.RATIO)
    Observation.objects.all().delete()
    Observation.objects.bulk_create(
        Observation(
            indicator=ratio,
            organisation=unit,
            period=JUNE,
            amount=10_000 * (50 + n % 5) if n else 10_000 * 5_000,
            base=1_000_000,
            status=1,
            since=TODAY,
        )
        for n, unit in enumerate(units)
    )
    exported(tmp_path)
    found = asked(tmp_path, "outliers")
    assert [row["unit_code"] for row in found["rows"]] == ["LV-X0"]
    assert (found["rows"][0]["value"], found["rows"][0]["median"]) == (5000.0, 52.0)
    assert found["rows"][0]["distance"] > 1000


def test_alike_titles_are_found_across_blocks_as_within_one():
    titles = [f"Xây dựng nền tảng số {n} cho xã Đông Hải" for n in range(3)]
    titles += ["Phổ cập chữ ký số cho người dân", "Phổ cập chữ ký số đến người dân"]
    whole = {
        (a, b)
        for block in lookalikes.blocks_of(titles, 80.0, 100)
        for _score, a, b in lookalikes.in_block(block)
    }
    cut = {
        (a, b)
        for block in lookalikes.blocks_of(titles, 80.0, 2)
        for _score, a, b in lookalikes.in_block(block)
    }
    assert ("Phổ cập chữ ký số cho người dân", "Phổ cập chữ ký số đến người dân") in whole
    assert whole <= cut | whole
    assert ("Phổ cập chữ ký số cho người dân", "Phổ cập chữ ký số đến người dân") in cut


def run(*arguments):
    out, said = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=said)
    return out.getvalue(), said.getvalue()


def test_the_commands_export_ask_keep_and_check(world, tmp_path):
    folder = str(tmp_path / "cả nước")
    told = json.loads(run("export_figures", folder, "--format", "json")[0])
    assert told["changed"] == ["LV", "RT", "SX"]
    first, said = run("country", "rollups", folder, "--period", "2025-06", "--format", "json")
    assert "3/3" in said
    second, said = run("country", "rollups", folder, "--period", "2025-06", "--format", "json")
    first, second = json.loads(first), json.loads(second)
    assert (first["kept"], second["kept"]) == (False, True)
    assert first["answer"] == second["answer"]
    assert "3/3" not in said
    assert "3 provinces" in run("country", "check", folder)[0]
    for question in ("outliers", "lookalikes"):
        assert run("country", question, folder)[0]
    assert "LV-X" in run("country", "league", folder, "--indicator", "RATIO", "--by", "commune")[0]
    assert "threads of this process" in run("cluster", folder)[0]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("league",), "one_indicator"),
        (("rollups", "--indicator", "NONESUCH"), "unknown_indicator"),
        (("rollups", "--period", "June"), "bad_period"),
        (("rollups", "--scheduler", "tcp://127.0.0.1:1"), "no_cluster"),
    ],
)
def test_a_bad_question_is_refused_with_a_sentence(world, tmp_path, arguments, code):
    exported(tmp_path)
    question, *rest = arguments
    with pytest.raises(CommandError) as refused:
        run("country", question, str(tmp_path), *rest)
    assert refused.value.__cause__.code == code
    assert refused.value.returncode == 1
    assert len(str(refused.value)) > 20


def test_a_folder_without_an_export_says_how_to_make_one(tmp_path):
    with pytest.raises(CommandError, match="sauro export-figures"):
        run("country", "rollups", str(tmp_path))


def test_control_c_ends_with_one_sentence(world, tmp_path, monkeypatch):
    exported(tmp_path)

    def pressed(**_given):
        raise KeyboardInterrupt

    monkeypatch.setattr(answering, "answer", pressed)
    with pytest.raises(CommandError, match="Cancelled; nothing is kept"):
        run("country", "rollups", str(tmp_path))
    monkeypatch.setattr(exporting, "export", pressed)
    with pytest.raises(CommandError, match="what was there before"):
        run("export_figures", str(tmp_path))
