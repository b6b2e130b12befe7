"""The pure parts of the comparison with other products: forms read, rows planned, table made."""

import csv
import io

import pytest

from bench.peers import comparing, redmine
from bench.peers.browser import hidden_fields, multipart, number_in

FACTS = {
    "today": "2026-11-16",
    "yesterday": "2026-11-15",
    "searched": "kho dữ liệu",
    "agencies": [["Sở Y tế", "y-te"], ["Sở Nội vụ", "noi-vu"]],
}


def results(ms):
    return {code: comparing.Timed([ms, 2 * ms, 3 * ms], 50) for code in comparing.OPERATIONS}


def test_hidden_fields_are_those_of_the_form_with_the_action():
    page = (
        '<form action="/a"><input type="hidden" name="token" value="1"></form>'
        '<form action="/b"><input type="hidden" name="token" value="2">'
        '<input type="text" name="word" value="x"></form>'
    )
    assert hidden_fields(page, "/b") == {"token": "2"}
    assert hidden_fields(page, "/c") == {}


@pytest.mark.parametrize(
    ("page", "number"),
    [("<b>10.000</b>", 10_000), ("<b>10,000 rows</b>", 10_000), ("<b></b>", -1)],
)
def test_number_is_read_without_its_separators(page, number):
    assert number_in(page, r"<b>([\d.,]+)") == number


def test_upload_holds_every_value_and_the_file_between_the_marks():
    body, kind = multipart({"token": "abc"}, ("file", "a.csv", b"1,2\n"))
    mark = kind.partition("boundary=")[2].encode()
    parts = body.split(b"--" + mark)
    assert len(parts) == 4
    assert parts[1].endswith(b'name="token"\r\n\r\nabc\r\n')
    assert b'filename="a.csv"' in parts[2]
    assert parts[2].endswith(b"\r\n\r\n1,2\n\r\n")
    assert parts[3] == b"--\r\n"


def test_two_batches_share_no_title_and_no_number():
    rows = comparing.planned(0, FACTS) + comparing.planned(1, FACTS)
    assert len(rows) == 2 * comparing.IMPORTED
    assert len({row.title for row in rows}) == len({row.number for row in rows}) == len(rows)


def test_every_planned_row_is_due_after_today_and_names_an_agency_with_its_officer():
    rows = comparing.planned(0, FACTS, count=3)
    assert [row.due for row in rows] == ["16/12/2026", "17/12/2026", "18/12/2026"]
    assert [(row.agency, row.login) for row in rows[:2]] == [tuple(a) for a in FACTS["agencies"]]


def test_csv_file_says_the_same_as_the_rows():
    rows = comparing.planned(0, FACTS, count=2)
    read = list(csv.DictReader(io.StringIO(comparing.csv_file(rows).decode())))
    assert [line["subject"] for line in read] == [row.title for row in rows]
    assert [line["assigned_to"] for line in read] == ["y-te", "noi-vu"]
    assert [line["due_date"] for line in read] == [row.due for row in rows]


def test_results_survive_the_way_from_one_process_to_another():
    assert comparing.from_json(comparing.as_json(results(5.0))) == results(5.0)


def test_ratio_says_how_much_longer_the_peer_takes_at_the_median():
    lines = comparing.comparison("Redmine", results(10.0), results(25.0)).splitlines()
    assert len(lines) == 2 + len(comparing.OPERATIONS)
    assert lines[2] == "| list of tasks, page of 50 | 3 | 50 | 20 / 30 | 50 / 75 | 2.5× |"


def test_table_shows_both_counts_when_the_sides_found_different_rows():
    theirs = results(10.0) | {"list": comparing.Timed([10.0], 49)}
    line = comparing.comparison("Redmine", results(10.0), theirs).splitlines()[2]
    assert line.startswith("| list of tasks, page of 50 | 3 / 1 | 50 / 49 |")


def test_warm_runs_are_not_counted():
    runs = iter(range(100))
    timed = comparing.timed(lambda: (float(next(runs)), 7), runs=4)
    assert list(timed.times) == [float(comparing.WARM + n) for n in range(4)]
    assert timed.rows == 7


def test_peer_is_asked_for_the_page_size_and_the_open_tasks_due_before_today():
    paths = redmine.list_paths(FACTS)
    assert all("per_page=50" in path for path in paths.values())
    assert "op%5Bstatus_id%5D=o" in paths["overdue"]
    assert "v%5Bdue_date%5D%5B%5D=2026-11-15" in paths["overdue"]
