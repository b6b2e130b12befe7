"""Who may open and do what: every page and every operation, as every person, against the table.

The table is docs/permissions.md. `SAURO_WRITE_PERMISSIONS=1` writes it anew; read the difference
before it is committed.
"""

from __future__ import annotations

import os

import pytest

from sauro.config.roles import ROLES
from tests import sweeping, world
from tests.sweeping import (
    API,
    DO,
    HIDDEN,
    LOGIN,
    NEVER,
    NO,
    OPEN,
    PEOPLE,
    TABLE,
    VISITOR,
    YES,
)

pytestmark = pytest.mark.django_db
WRITING = bool(os.environ.get("SAURO_WRITE_PERMISSIONS"))
HEADS = {
    "visitor": "Visitor",
    "clerk": "Focal officer",
    "commune_clerk": "Commune officer",
    "head": "Head of agency",
    "monitor": "Monitor",
    "leader": "Leader",
    "inspector": "Inspector",
    "admin": "Administrator",
    "stranger": "Monitor elsewhere",
    "foreigner": "Administrator elsewhere",
}
PAGES = sweeping.pages()
OPERATIONS = sweeping.operations()
found: dict[str, dict[str, dict[str, str]]] = {OPEN: {}, DO: {}, API: {}}


@pytest.fixture(scope="module")
def sweep(django_db_setup, django_db_blocker):
    with world.living(django_db_blocker) as made:
        yield sweeping.Sweep(made)
    if WRITING:
        TABLE.write_text(as_text(), encoding="utf-8")


@pytest.fixture(scope="module")
def committed():
    """The rows of the committed table by section and address."""
    return sweeping.table()


def as_text() -> str:
    lines = [
        "# Who may do what",
        "",
        "Made by `SAURO_WRITE_PERMISSIONS=1 pytest tests/test_permissions.py` and held true by the",
        "same test on every run. The record in each address belongs to the province of everybody",
        "but the last two; the agency is that of the focal officer and the head of agency.",
        "",
        f"*{YES}*: answered (a form may still find something missing). *{NO}*: refused.",
        f"*{HIDDEN}*: answered as if it did not exist. *{LOGIN}*: sent to sign in, or 401.",
        f"*{NEVER}*: not asked in this way.",
    ]
    for section, rows in found.items():
        lines += ["", f"## {section}", ""]
        lines += [f"| Address | {' | '.join(HEADS[person] for person in PEOPLE)} |"]
        lines += ["|---" * (len(PEOPLE) + 1) + "|"]
        lines += [
            f"| `{name}` | {' | '.join(row.values())} |" for name, row in sorted(rows.items())
        ]
    return "\n".join(lines) + "\n"


def held(person: str, permission: str) -> bool:
    """Whether the role of a person gives a permission."""
    if person == VISITOR:
        return False
    return permission in ROLES[world.PEOPLE[person][2]].permissions


def check(section, key, row, committed):
    found[section][key] = row
    if not WRITING:
        assert key in committed[section], f"{key} is not in docs/permissions.md"
        assert row == committed[section][key]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_answers_each_person_as_the_table_says(sweep, committed, name, method):
    route, parts, view = PAGES[name]
    row = sweep.row(method, sweep.address(name, parts))
    key = sweeping.key_of(route)
    if view.access == "public":
        assert row[VISITOR] in (YES, NEVER)
    else:
        assert row[VISITOR] in (LOGIN, NEVER)
    if "." in view.access:
        without = [person for person in PEOPLE[1:] if not held(person, view.access)]
        assert {row[person] for person in without} <= {NO, HIDDEN, NEVER}, row
    if parts and name not in OF_NOBODY and view.access != "public":
        assert {row["stranger"], row["foreigner"]} <= {NO, HIDDEN, NEVER}, row
    if set(row.values()) - {NEVER, LOGIN}:
        check(OPEN if method == "get" else DO, key, row, committed)


# Pages of what belongs to no province.
OF_NOBODY = {"unit_detail", "calendar_clear"}
OF_NOBODY |= {"national_sheet", "national_send", "national_compare"}
OF_NOBODY |= {"frame_set", "frame_file", "frame_remove"}  # a kind of report: each his own frame
OF_NOBODY |= {"dashboard_panel"}  # a panel of one's own figures
OF_NOBODY |= {"explanation_ask_many"}  # a list of which each ticks his own rows
OF_NOBODY |= {"alert_rule", "alert_rule_clear"}  # a rule: each province its own
OPERATIONS_OF_NOBODY = {
    *("unit_detail", "commune_list", "calendar_year", "calendar_decide", "calendar_clear")
}


@pytest.mark.parametrize(
    ("method", "path", "what"), OPERATIONS, ids=[what["operationId"] for _m, _p, what in OPERATIONS]
)
def test_an_operation_answers_each_person_as_the_table_says(sweep, committed, method, path, what):
    address, body = sweeping.api_request(sweep, method, path, what)
    row = {}
    for person in PEOPLE:
        for file in (body.get("data") or {}).values() if "content_type" not in body else ():
            if hasattr(file, "seek"):
                file.seek(0)
        row[person] = sweep.ask(person, method, address, **body)
    assert row[VISITOR] == LOGIN
    if "{" in path and what["operationId"] not in OPERATIONS_OF_NOBODY:
        assert {row["stranger"], row["foreigner"]} <= {NO, HIDDEN}, row
    if method != "get" and what["operationId"] not in OWN:
        assert row["inspector"] in (NO, HIDDEN), row
    check(API, f"{method.upper()} {path.removeprefix('/api/v1')}", row, committed)


# What everybody does for himself.
OWN = {"token_issue", "token_revoke", "me_change", "signature_check"}
OWN |= {"notices_mark_read", "notice_preference_save"}
OWN |= {"dashboard_arrangement_save", "dashboard_arrangement_reset"}
OWN |= {"national_comparison"}  # writes nothing


def test_what_no_longer_exists_is_not_in_the_table(committed):
    routes = {sweeping.key_of(route) for route, *_rest in PAGES.values()}
    known = {f"{m.upper()} {path.removeprefix('/api/v1')}" for m, path, _what in OPERATIONS}
    assert set(committed[OPEN]) | set(committed[DO]) <= routes
    assert set(committed[API]) <= known


SECRETS = ("Lúa Vàng", "Gạo Trắng", "Nguyễn Thị Lan", "LV-CT88", "102/KH-UBND")
ELSEWHERE = ("stranger", "foreigner")


@pytest.mark.parametrize("person", ELSEWHERE)
@pytest.mark.parametrize(
    "name",
    [name for name, (_r, parts, view) in PAGES.items() if not parts and view.access != "public"],
)
def test_lists_show_nothing_of_another_province(sweep, name, person):
    answer = sweep.browsers[person].get(sweep.address(name, []))
    text = answer.content.decode() if "text/html" in answer.get("Content-Type", "") else ""
    assert [word for word in SECRETS if word in text] == []


@pytest.mark.parametrize("person", ELSEWHERE)
@pytest.mark.parametrize(
    "path", [path for method, path, _w in OPERATIONS if method == "get" and "{" not in path]
)
def test_api_lists_show_nothing_of_another_province(sweep, path, person):
    what = next(w for m, p, w in OPERATIONS if (m, p) == ("get", path))
    address, _body = sweeping.api_request(sweep, "get", path, what)
    text = sweep.browsers[person].get(address).content.decode()
    assert [word for word in SECRETS if word in text] == []


@pytest.mark.parametrize("person", ELSEWHERE)
@pytest.mark.parametrize("query", ["gao trang", "Lua Vang", "102", "Lan", "LV", "Sở Khoa học"])
def test_a_search_finds_nothing_of_another_province(sweep, query, person):
    for path in ("/tim-kiem/", "/nhiem-vu/", "/co-quan/", "/van-ban/", "/nguoi-dung/goi-y/"):
        text = sweep.browsers[person].get(path, {"q": query}).content.decode()
        shown = text.replace(f'value="{query}"', "")
        assert [word for word in SECRETS if word in shown] == [], path
