"""Posts, people with their roles, and seats in steering bodies; all names are invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from sauro.domains.accounts import services as accounts
from sauro.domains.orgs import services as orgs
from sauro.domains.orgs.models import Organisation, Position
from sauro.shell.demonstration.reading import rows, rows_of, settings
from sauro.shell.demonstration.stage import OPENING, Stage
from sauro.shell.demonstration.structure import provinces

COUNCIL_KINDS = ("committee", "council", "steering", "working_group")
COMMUNE_OFFICERS = {"DN": 40, "HY": 12, "LC": 12, "LD": 12, "BN": 12}


def staff(stage: Stage, passwords: dict[str, str]) -> None:
    """People for every agency; those with a password may log in."""
    for row in rows("logins"):
        stage.people[row["username"]] = _person(
            stage, row["username"], row["full_name"], password=passwords[row["username"]]
        )
    names = _names()
    for province in provinces():
        _fill_posts(stage, province, names)
        _focal_officers(stage, province["key"], names)
        _monitors(stage, province["key"], names)
        _commune_officers(stage, province["key"], names)
        _bodies(stage, province["key"])
    for row in rows("logins"):
        _place(stage, row)


def _names() -> Iterator[str]:
    parts = settings("names")
    for n in count():
        yield " ".join(parts[part][n % len(parts[part])] for part in ("family", "middle", "given"))


def _person(stage: Stage, username: str, full_name: str, password: str | None = None) -> Any:
    return accounts.create_user(
        username=username,
        full_name=full_name,
        password=password,
        by=stage.by,
        at=stage.moment(OPENING, username),
    )


def _fill_posts(stage: Stage, province: dict[str, Any], names: Iterator[str]) -> None:
    words = {**province["words"], "short": province["short"]}
    wanted = _wanted_posts(province["key"])
    for row in rows_of("agencies", province["key"]):
        code = f"{province['key']}-{row['code']}"
        for place in ("head", "deputy"):
            title = row[place].format(**words)
            if not title:
                continue
            post = _post(stage, code, title, date.fromisoformat(row["since"]), place)
            if f"{code}.{place}" in wanted:
                _appoint(stage, f"{code}.{place}", post, names)


def _wanted_posts(province: str) -> set[str]:
    """Posts that somebody holds: those that give a seat in a body, and those of log-ins."""
    seats = {f"{province}-{row['post']}" for row in rows("committee")}
    return seats | {f"{row['at']}.{row['post']}" for row in rows("logins")}


def _leads(province: str) -> set[str]:
    """Agencies that lead a task of the province or of one that went into it."""
    keys = {
        province,
        *(f["key"] for p in provinces() if p["key"] == province for f in p["formers"]),
    }
    tables = [row["tasks"] for row in rows("programmes") if row["owner"] in keys]
    found = [*(row for table in tables for row in rows(table)), *rows_of("current_tasks", province)]
    return {row["lead"] for row in found}


def _post(stage: Stage, code: str, title: str, since: date, place: str) -> Position:
    post = orgs.create_position(
        organisation=stage.organisations[code],
        title=title,
        is_head=place == "head",
        valid_from=since,
        by=stage.by,
        at=stage.moment(max(since, OPENING), f"{code}.{place}"),
    )
    stage.posts[f"{code}.{place}"] = post
    return post


def _appoint(stage: Stage, key: str, post: Position, names: Iterator[str]) -> None:
    """The person of a log-in where one is meant for this post, otherwise somebody new."""
    meant = [row for row in rows("logins") if f"{row['at']}.{row['post']}" == key]
    person = (
        stage.people[meant[0]["username"]]
        if meant
        else _person(stage, key.lower().replace(".", "-"), next(names))
    )
    stage.people[key] = person
    since = max(post.valid_from, OPENING)
    orgs.appoint(
        position=post, person=person, valid_from=since, by=stage.by, at=stage.moment(since, key)
    )
    organisation = post.organisation
    top = organisation.kind in COUNCIL_KINDS or organisation.code.endswith("-TU")
    over = stage.organisations[organisation.code.split("-")[0]] if top else organisation
    if not meant:
        _grant(stage, person, "leader" if top else "agency_head", over, since)


def _grant(stage: Stage, person: Any, role: str, over: Organisation, since: date) -> None:
    orgs.grant_role(
        user=person,
        role=role,
        organisation=over,
        valid_from=since,
        by=stage.by,
        at=stage.moment(since, f"{person.username}.{role}"),
    )


def _focal_officers(stage: Stage, province: str, names: Iterator[str]) -> None:
    meant = {row["at"]: row["username"] for row in rows("logins") if row["post"] == "focal"}
    leads = _leads(province)
    for row in rows_of("agencies", province):
        code = f"{province}-{row['code']}"
        if row["code"] not in leads:
            continue
        if code in meant:
            stage.people[f"{code}.focal"] = stage.people[meant[code]]
            continue
        person = _person(stage, f"{code}-dau-moi".lower(), next(names))
        stage.people[f"{code}.focal"] = person
        _grant(stage, person, "focal_officer", stage.organisations[code], OPENING)


def _monitors(stage: Stage, province: str, names: Iterator[str]) -> None:
    """Two people who follow the programme, so that one can confirm when the other may not."""
    known = [
        r["username"] for r in rows("logins") if r["role"] == "monitor" and r["over"] == province
    ]
    for n in (1, 2):
        if n <= len(known):
            person = stage.people[known[n - 1]]
        else:
            person = _person(stage, f"{province}-theo-doi-{n}".lower(), next(names))
            _grant(stage, person, "monitor", stage.organisations[province], OPENING)
        stage.people[f"{province}.monitor{n}"] = person


def _commune_officers(stage: Stage, province: str, names: Iterator[str]) -> None:
    meant = {row["over"]: row["username"] for row in rows("logins")}
    communes = [
        one
        for code, one in stage.organisations.items()
        if one.kind == "commune" and code.startswith(f"{province}-")
    ]
    first = [one for one in communes if one.code in meant]
    others = [one for one in communes if one.code not in meant]
    for commune in [*first, *others][: COMMUNE_OFFICERS[province]]:
        if commune.code in meant:
            stage.people[f"{commune.code}.focal"] = stage.people[meant[commune.code]]
            continue
        person = _person(stage, f"{commune.code}-can-bo".lower(), next(names))
        stage.people[f"{commune.code}.focal"] = person
        _grant(stage, person, "commune_officer", commune, commune.valid_from)


def _bodies(stage: Stage, province: str) -> None:
    for row in rows("committee"):
        post = stage.posts[f"{province}-{row['post']}"]
        body = stage.organisations[f"{province}-{row['body']}"]
        orgs.add_member(
            body=body,
            person=stage.people[f"{province}-{row['post']}"],
            represents=post.organisation,
            role=row["role"],
            portfolio=row["portfolio"],
            valid_from=body.valid_from,
            by=stage.by,
            at=stage.moment(body.valid_from, row["post"]),
        )


def _place(stage: Stage, row: dict[str, str]) -> None:
    """The post and the role of a person who may log in."""
    person = stage.people[row["username"]]
    if row["post"] not in ("head", "deputy"):
        place = stage.organisations[row["at"]]
        title = "Chuyên viên đầu mối" if row["post"] == "focal" else row["post"]
        since = max(place.valid_from, OPENING)
        post = _post(stage, place.code, title, since, row["username"])
        orgs.appoint(
            position=post,
            person=person,
            valid_from=since,
            by=stage.by,
            at=stage.moment(since, row["username"]),
        )
    over = stage.organisations[row["over"]]
    _grant(stage, person, row["role"], over, max(over.valid_from, OPENING))
