"""Redmine as Debian packages it, in a folder of its own with a database of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.peers import comparing
from bench.peers.browser import Browser, hidden_fields, number_in
from bench.scratch import free_port

SOURCE = Path("/usr/share/redmine")
PARTS = ("app", "bin", "config", "db", "lib", "public", "Gemfile", "Rakefile", "config.ru")
ADAPTERS = {"sqlite": "sqlite3", "postgresql": "postgresql"}
MISSING = (
    "Redmine is not installed; on Debian or Ubuntu: apt-get install --no-install-recommends "
    "redmine redmine-pgsql redmine-sqlite puma"
)
COLUMNS = ("project", "status", "subject", "assigned_to", "due_date", "done_ratio")
TOTAL = r'class="items">\(\d+-\d+/(\d+)\)'


def installed() -> bool:
    """Whether Redmine and a server for it are on this machine."""
    return (SOURCE / "config.ru").exists() and shutil.which("puma") is not None


def version() -> str:
    """The version of the package, for the heading."""
    ask = ["dpkg-query", "--show", "--showformat", "${Version}", "redmine"]
    done = subprocess.run(ask, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return done.stdout.strip()


def instance(folder: Path, *, engine: str, database: dict[str, Any]) -> dict[str, str]:
    """A copy with its own configuration; gives the environment in which its commands run."""
    root = folder / "redmine"
    own = root / "instances" / "default"
    for part in PARTS:
        source = SOURCE / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=shutil.ignore_patterns("database.yml"))
        else:
            shutil.copy(source, root / part)
    for name in ("config", "files", "log", "tmp/imports", "tmp/cache", "tmp/pids"):
        (own / name).mkdir(parents=True)
    gems = (root / "Gemfile").read_text(encoding="utf-8").replace(str(SOURCE), str(root))
    (root / "Gemfile").write_text(f"{gems}\ngem 'puma'\n", encoding="utf-8")
    settings = {"production": {"adapter": ADAPTERS[engine], "encoding": "utf8", **database}}
    (own / "config" / "database.yml").write_text(json.dumps(settings), encoding="utf-8")
    (own / "config" / "secret_key.txt").write_text(secrets.token_hex(40), encoding="utf-8")
    return os.environ | {
        "RAILS_ENV": "production",
        "BUNDLE_GEMFILE": str(root / "Gemfile"),
        "BUNDLE_APP_CONFIG": str(folder / "bundle"),
        "BUNDLE_USER_HOME": str(folder / "bundle"),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "REDMINE_INSTANCE": "default",
        "X_DEBIAN_SITEID": "default",
    }


def fill(folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Make the tables and load the reference data; gives what the loader counted."""
    root = folder / "redmine"
    _run(["bundle", "exec", "rake", "db:migrate"], root, environment)
    script = Path(__file__).with_suffix(".rb").resolve()
    load = ["bundle", "exec", "rails", "runner", str(script), str(folder / "reference.json")]
    return json.loads(_run(load, root, environment).splitlines()[-1])


def _run(command: list[str], root: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603
        command, cwd=root, env=environment, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}")
    return done.stdout


@contextlib.contextmanager
def server(folder: Path, environment: dict[str, str]) -> Iterator[int]:
    """Puma with one process, as ours has one; gives its port."""
    port = free_port()
    with (folder / "puma.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            ["bundle", "exec", "puma", "-t", "4:4", "-b", f"tcp://127.0.0.1:{port}"],  # noqa: S607
            cwd=folder / "redmine",
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        for _n in range(600):
            with contextlib.suppress(OSError, http.client.HTTPException, SystemExit):
                Browser(port).get("/login")
                break
            if process.poll() is not None:
                break
            time.sleep(0.2)
        else:
            raise SystemExit("Redmine did not start")
        if process.poll() is not None:
            raise SystemExit((folder / "puma.log").read_text(encoding="utf-8")[-2000:])
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def measured(
    port: int, facts: dict[str, Any], *, tracker: int, runs: int, imports: int
) -> dict[str, comparing.Timed]:
    """The same operations as on our side."""
    person = _signed_in(port, facts["monitor"], facts["password"])
    results = {
        name: comparing.timed(lambda path=path: _page(person, path), runs=runs)
        for name, path in list_paths(facts).items()
    }
    results |= _updates(port, facts, runs)
    results["import"] = _imports(person, facts, tracker, imports)
    return results


def list_paths(facts: dict[str, Any]) -> dict[str, str]:
    """The addresses of the three lists, with the columns that ours shows."""
    shared = [("set_filter", "1"), ("per_page", "50"), *(("c[]", name) for name in COLUMNS)]
    overdue = [("f[]", "status_id"), ("op[status_id]", "o"), ("f[]", "due_date")]
    overdue += [("op[due_date]", "<="), ("v[due_date][]", facts["yesterday"])]
    found = [("f[]", "subject"), ("op[subject]", "~"), ("v[subject][]", facts["searched"])]
    asked = {"list": [("f[]", "")], "overdue": overdue, "searched": found}
    return {name: f"/issues?{urlencode(shared + more)}" for name, more in asked.items()}


def _page(person: Browser, path: str) -> tuple[float, int]:
    answer = person.get(path)
    return answer.ms, number_in(answer.text, TOTAL)


def _signed_in(port: int, login: str, password: str) -> Browser:
    person = Browser(port)
    person.sign_in("/login", {"username": login, "password": password})
    return person


def _updates(port: int, facts: dict[str, Any], runs: int) -> dict[str, comparing.Timed]:
    sent, followed, place = [], [], 0
    for login, tasks in facts["updates"].items():
        person = _signed_in(port, login, facts["password"])
        for task in tasks:
            path = f"/issues/{task}"
            values = hidden_fields(person.get(path).text, path) | {
                "issue[done_ratio]": str(facts["percent"]),
                "issue[notes]": facts["words"],
            }
            answer = person.post(path, values)
            after = person.get(answer.location)
            if facts["words"] not in after.text:
                raise SystemExit(f"{answer.location} does not show the update")
            if place >= comparing.WARM:
                sent.append(answer.ms)
                followed.append(answer.ms + after.ms)
            place += 1
    if len(sent) != runs:
        raise SystemExit(f"{len(sent)} of {runs} issues were updated")
    return {"update": comparing.Timed(sent), "update_page": comparing.Timed(followed)}


def _imports(person: Browser, facts: dict[str, Any], tracker: int, imports: int) -> comparing.Timed:
    """The wizard as a browser goes through it; the page itself asks for five rows at a time."""
    times, rows = [], 0
    project = facts["programmes"][2][0]
    for batch in range(imports):
        file = ("file", "issues.csv", comparing.csv_file(comparing.planned(batch, facts)))
        before = _page(person, list_paths(facts)["list"])[1]
        upload = hidden_fields(person.get("/issues/imports/new").text, "/imports")
        start = time.perf_counter()
        _one_import(
            person, upload, file, {"project_id": str(project), "tracker": f"value:{tracker}"}
        )
        times.append(1000 * (time.perf_counter() - start))
        rows = _page(person, list_paths(facts)["list"])[1] - before
        if rows != comparing.IMPORTED:
            raise SystemExit(f"{rows} of {comparing.IMPORTED} rows were written by Redmine")
    return comparing.Timed(times, rows)


def _one_import(
    person: Browser,
    upload: dict[str, str],
    file: tuple[str, str, bytes],
    target: dict[str, str],
) -> None:
    settings = person.post("/imports", upload, file=file).location
    values = hidden_fields(person.get(settings).text, settings) | {
        f"import_settings[{name}]": value
        for name, value in (("separator", ","), ("wrapper", '"'), ("encoding", "UTF-8"))
    }
    values["import_settings[date_format]"] = "%d/%m/%Y"
    mapping = person.post(settings, values).location
    values = hidden_fields(person.get(mapping).text, mapping)
    meant = target | {"subject": "0", "assigned_to": "1", "due_date": "2", "description": "3"}
    values |= {f"import_settings[mapping][{name}]": value for name, value in meant.items()}
    run = person.post(mapping, values).location
    person.get(run)
    token = {"X-CSRF-Token": values["authenticity_token"], "X-Requested-With": "XMLHttpRequest"}
    for _n in range(comparing.IMPORTED):
        answer = person.post(f"{run}.js", headers=token, expect=http.client.OK)
        if "window.location" in answer.text:
            break
    person.get(run.removesuffix("/run"))
