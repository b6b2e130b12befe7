import csv
import importlib.util
import json
import sqlite3
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from sauro.domains.territory import services
from sauro.domains.territory.models import Unit
from sauro.domains.territory.tests.factories import AT, person, small_lists
from sauro.engines.history.models import Event


def run(*arguments):
    out = StringIO()
    call_command("load_units", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(services.vendored, "read", small_lists)


@pytest.mark.django_db
def test_load_units_acts_as_the_named_person_and_says_what_it_wrote(few):
    person("lan")
    assert "'unit': 8" in run("--as", "lan")
    assert run("--as", "lan") == "created: nothing\nchanged: nothing\n"
    assert Event.objects.get().by_id == person("lan").pk


@pytest.mark.django_db
def test_load_units_acts_as_the_system_person_by_default(few):
    system = get_user_model().objects.create(
        username="he-thong", full_name="Hệ thống", is_system=True, date_joined=AT
    )
    run()
    assert Event.objects.get().by_id == system.pk


@pytest.mark.django_db
def test_load_units_refuses_without_a_person(few):
    with pytest.raises(CommandError, match="--as"):
        run("--as", "nobody")
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_load_units_says_why_a_list_is_refused(few, monkeypatch):
    person("lan")

    def refuse(**_named):
        raise services.UnitMoved("moved")

    monkeypatch.setattr(services, "load_units", refuse)
    with pytest.raises(CommandError, match="moved"):
        run("--as", "lan")


def test_the_lists_are_derived_from_the_package_given_by_path(tmp_path):
    package = tmp_path / "package"
    (package / "data").mkdir(parents=True)
    make_package(package / "data")
    spec = importlib.util.spec_from_file_location(
        "derive_units", settings.BASE_DIR / "scripts" / "derive_units.py"
    )
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.main([str(package), str(tmp_path)]) == 0
    read = {name: rows_of(tmp_path / f"{name}.csv") for name in NAMES}
    assert [(row["code"], row["valid_to"], row["successor"]) for row in read["provinces"]] == [
        ("01", "", ""),
        ("33", "", ""),
        ("33", "2025-06-30", "33"),
        ("34", "2025-06-30", "33"),
    ]
    assert read["communes"][0]["kind"] == "ward"  # by its full name, against the type column
    assert [(row["successor"], row["share"]) for row in read["former_communes"]] == [
        ("10003", "whole"),
        ("10001", "main"),
        ("10002", "part"),
        ("10002", "whole"),
    ]
    assert [row["kind"] for row in read["former_districts"]] == [
        "urban_district",
        "district_city",
        "district",
    ]


def rows_of(path):
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


NAMES = ("provinces", "communes", "former_districts", "former_communes")
NEW = "province provinceKey provinceCode provinceLat provinceLon ward wardKey wardCode wardType wardLat wardLon wardAreaKm2"
OLD = "province provinceKey provinceCode provinceLat provinceLon district districtKey districtCode ward wardKey wardCode"


def make_package(folder):
    database = sqlite3.connect(folder / "dataset.db")
    yen, noi = ("Tỉnh Hưng Yên", "hy", "33", 20.4, 106.4), ("Thành phố Hà Nội", "hn", "01", 21, 105)
    new = [
        (*yen, "Phường A", "pa", "10001", "Xã", 20.1, 106.1, 0.0),
        (*yen, "Xã B", "xb", "10002", "Xã", 20.2, 106.2, 12.345),
        (*noi, "Đặc khu C", "cc", "10003", "Đặc khu", 20.2, 106.2, None),
    ]
    binh = ("Tỉnh Thái Bình", "tb", "34", 20.5, 106.5)
    old = [
        (*yen, "Thành Phố Hưng Yên", "tp", "323", "Phường A", "pa", "09001"),
        (*binh, "Huyện D", "hd", "340", None, None, None),
        (*noi, "Quận Ba Đình", "bd", "001", "Phường E", "pe", "00001"),
    ]
    for table, columns, rows in (("admin_units", NEW, new), ("admin_units_legacy", OLD, old)):
        names = columns.split()
        database.execute(f"CREATE TABLE {table} ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    database.commit()
    database.close()
    converter = {
        "DICT_PROVINCE": {"hy": ["hy", "tb"], "hn": ["hn"]},
        "DICT_PROVINCE_WARD_NO_DIVIDED": {"hy": {"xb": ["tb_hd_"]}, "hn": {"cc": ["hn_bd_pe"]}},
        "DICT_PROVINCE_WARD_DIVIDED": {
            "hy": {
                "hy_tp_pa": [
                    {"newWardKey": "pa", "isDefaultNewWard": True},
                    {"newWardKey": "xb", "isDefaultNewWard": False},
                ]
            }
        },
    }
    (folder / "converter_2025.json").write_text(json.dumps(converter), "utf-8")
