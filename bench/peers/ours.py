"""Our side over HTTP: builds the reference data, writes it for the peer, measures our server.

Run in a process of its own: `python -m bench.peers.ours FOLDER TASKS RUNS IMPORTS`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import django

django.setup()

from django.core.management import call_command
from django.db import connection, connections

from bench import data, load
from bench.peers import comparing
from bench.peers.browser import Browser, hidden_fields, number_in
from bench.peers.reference import OFFICERS, PERCENT, SEARCHED, reference
from sauro.core import clock
from sauro.domains.programmes.models import Task
from sauro.engines.office.writing import Column, Sheet, write_xlsx

TOTAL = r'class="listing-total[^"]*"[^>]*>\s*([\d.,]+)'
SIGN_IN = "/dang-nhap/login/"


def main() -> None:
    """Build, hand the data over, measure, hand the results over."""
    folder, tasks, runs, imports = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    call_command("migrate", verbosity=0)
    made = data.build(tasks=tasks, updates=6 * tasks)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    today = clock.today()
    facts = reference(made, today=today, updates=runs + comparing.WARM)
    (folder / "reference.json").write_text(json.dumps(facts), encoding="utf-8")
    connections.close_all()
    with load.server() as address:
        results = _lists(_signed_in(address.port, facts["monitor"]), runs)
        results |= _updates(address.port, facts, runs)
        results["import"] = _imports(address.port, facts, made, imports)
    (folder / "ours.json").write_text(json.dumps(comparing.as_json(results)), encoding="utf-8")


def _signed_in(port: int, login: str) -> Browser:
    person = Browser(port)
    person.sign_in(SIGN_IN, {"login": login, "password": data.PASSWORD})
    return person


def _lists(person: Browser, runs: int) -> dict[str, comparing.Timed]:
    paths = {
        "list": "/nhiem-vu/?size=50",
        "overdue": "/nhiem-vu/?size=50&deadline_class=overdue",
        "searched": f"/nhiem-vu/?size=50&q={quote_plus(SEARCHED)}",
    }

    def page(path: str) -> tuple[float, int]:
        answer = person.get(path)
        return answer.ms, number_in(answer.text, TOTAL)

    return {
        name: comparing.timed(lambda path=path: page(path), runs=runs)
        for name, path in paths.items()
    }


def _updates(port: int, facts: dict[str, Any], runs: int) -> dict[str, comparing.Timed]:
    people = {login: _signed_in(port, login) for login in facts["updates"]}
    jobs: Iterator[tuple[str, int]] = iter(
        (login, task) for login, tasks in facts["updates"].items() for task in tasks
    )
    month = facts["month"]
    sent, followed = [], []
    for place, (login, task) in enumerate(jobs):
        person, path = people[login], f"/nhiem-vu/{task}/cap-nhat/"
        values = hidden_fields(person.get(path).text, "") | {
            "month": month,
            "percent": str(PERCENT),
            "done": facts["words"],
            "action": "submit",
        }
        answer = person.post(path, values)
        after = person.get(answer.location)
        if facts["words"] not in after.text:
            raise SystemExit(f"{answer.location} does not show the update")
        if place >= comparing.WARM:
            sent.append(answer.ms)
            followed.append(answer.ms + after.ms)
    if len(sent) != runs:
        raise SystemExit(f"only {len(sent)} tasks of {OFFICERS} officers could be updated")
    return {"update": comparing.Timed(sent), "update_page": comparing.Timed(followed)}


def _imports(
    port: int, facts: dict[str, Any], made: dict[str, Any], imports: int
) -> comparing.Timed:
    """From the press of “upload” to the page of the programme, as the wizard leads."""
    person, times = _signed_in(port, facts["monitor"]), []
    programme = made["programmes"][2]
    rows = 0
    for batch in range(imports):
        file = ("file", "ke-hoach.xlsx", _sheet(batch, facts))
        before = Task.objects.count()
        upload = hidden_fields(person.get("/nhap-ke-hoach/").text, "") | {
            "programme": str(programme.pk),
            "kind": "tasks",
        }
        start = time.perf_counter()
        plan = person.post("/nhap-ke-hoach/", upload, file=file).location
        accept = f"{plan}ghi/"
        last = person.post(accept, hidden_fields(person.get(plan).text, accept)).location
        person.get(last)
        times.append(1000 * (time.perf_counter() - start))
        rows = Task.objects.count() - before
        if rows != comparing.IMPORTED:
            raise SystemExit(f"{rows} of {comparing.IMPORTED} rows were written: {last}")
    return comparing.Timed(times, rows)


def _sheet(batch: int, facts: dict[str, Any]) -> bytes:
    titles = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", "Sản phẩm")
    body = [
        [row.number, row.title, row.agency, row.due, row.deliverable]
        for row in comparing.planned(batch, facts)
    ]
    return write_xlsx([Sheet("Phụ lục", [Column(title) for title in titles], body)])


if __name__ == "__main__":
    main()
