"""Provinces with their predecessors, agencies, centres, bodies and communes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sauro.domains.orgs import services as orgs
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.rules import OrgKind
from sauro.domains.orgs.services import planting
from sauro.domains.territory import selectors as territory
from sauro.engines.history import recording
from sauro.shell.demonstration.reading import rows_of, settings, several
from sauro.shell.demonstration.stage import MERGER, OPENING, Stage

ON_RECORD_SINCE = date(2008, 8, 1)
LAST_DAY = MERGER - timedelta(days=1)
GROUND = "Nghị quyết số 202/2025/QH15 về sắp xếp đơn vị hành chính cấp tỉnh"


def provinces() -> list[dict[str, Any]]:
    """The provinces of the demonstration as written in its data."""
    return settings("provinces")["province"]


def build(stage: Stage, root: Organisation) -> None:
    """Every organisation of the demonstration, below the national root."""
    for province in provinces():
        _province(stage, root, province)
        for former in province["formers"]:
            stage.heirs[former["key"]] = province["key"]
            _former(stage, root, former, province["key"])


def _province(stage: Stage, root: Organisation, province: dict[str, Any]) -> None:
    key = province["key"]
    unit = territory.unit_by_code(code=province["unit"])
    made = _root(stage, root, province, OrgKind.PROVINCE, unit)
    words = {**province["words"], "short": province["short"]}
    for row in rows_of("agencies", key):
        since = date.fromisoformat(row["since"])
        aliases = [name.format(**words) for name in several(row["aliases"])]
        stage.organisations[f"{key}-{row['code']}"] = orgs.create_organisation(
            parent=stage.organisations[f"{key}-{row['parent']}"] if row["parent"] else made,
            kind=row["kind"],
            code=f"{key}-{row['code']}",
            name=row["name"].format(**words),
            short_name=row["short"].format(**words),
            valid_from=since,
            aliases=aliases,
            by=stage.by,
            at=stage.moment(max(since, OPENING), row["code"]),
        )
    _communes(stage, key, unit)


def _root(
    stage: Stage, root: Organisation, facts: dict[str, Any], kind: OrgKind, unit: Any
) -> Organisation:
    made = orgs.create_organisation(
        parent=root,
        kind=kind,
        code=facts["key"],
        name=facts["name"],
        short_name=facts["short"],
        valid_from=ON_RECORD_SINCE,
        unit=unit,
        aliases=facts.get("former_names", ()),
        by=stage.by,
        at=stage.moment(OPENING, facts["key"]),
    )
    stage.organisations[facts["key"]] = made
    return made


def _communes(stage: Stage, key: str, unit: Any) -> None:
    """The People's Committees of all communes, hung in one go with one event each."""
    parent = stage.organisations[f"{key}-UBND"]
    fresh = [
        Organisation(
            **planting.named(f"UBND {one.full_name[0].lower()}{one.full_name[1:]}"),
            kind=OrgKind.COMMUNE.value,
            code=f"{key}-{one.code}",
            unit=one,
            valid_from=MERGER,
        )
        for one in territory.communes_of(unit=unit)
    ]
    at = stage.moment(MERGER, key)
    made = planting.plant(parent=parent, fresh=fresh)
    stage.organisations |= {one.code: one for one in made}
    recording.record_all(
        [
            recording.new_event(
                kind="orgs.organisation.created",
                subject=one,
                by=stage.by,
                at=at,
                after={"name": one.name, "kind": one.kind, "code": one.code},
            )
            for one in made
        ]
    )


def _former(stage: Stage, root: Organisation, former: dict[str, Any], successor: str) -> None:
    """A province that ended: each of its agencies now hangs below the one that took it over."""
    unit = _former_unit(former)
    made = _root(stage, root, former, OrgKind.FORMER_PROVINCE, unit)
    for row in rows_of("former_agencies", former["key"]):
        code = f"{former['key']}-{row['code']}"
        since = date.fromisoformat(row["since"])
        agency = orgs.create_organisation(
            parent=made,
            kind=row["kind"],
            code=code,
            name=row["name"].format(**former),
            short_name=row["short"].format(**former),
            valid_from=since,
            by=stage.by,
            at=stage.moment(max(since, OPENING), code),
        )
        _posts(stage, agency, row, former)
        heir = stage.organisations[f"{successor}-{row['successor']}"]
        stage.organisations[code] = _close(stage, agency, heir)
    heir = stage.organisations[successor]
    stage.organisations[former["key"]] = _close(stage, made, heir)


def _posts(stage: Stage, agency: Organisation, row: dict[str, str], former: dict[str, Any]) -> None:
    """The posts to which tasks of that time were tied; they end with the agency."""
    for place in ("head", "deputy"):
        if row[place]:
            stage.posts[f"{agency.code}.{place}"] = orgs.create_position(
                organisation=agency,
                title=row[place].format(**former),
                is_head=place == "head",
                valid_from=agency.valid_from,
                by=stage.by,
                at=stage.moment(max(agency.valid_from, OPENING), f"{agency.code}.{place}"),
            )


def _former_unit(former: dict[str, Any]) -> Any:
    units = territory.units_with_code(code=former["unit"])
    return next(unit for unit in units if unit.name == former["short"])


def _close(stage: Stage, organisation: Organisation, heir: Organisation) -> Organisation:
    return orgs.close_organisation(
        organisation=organisation,
        on=LAST_DAY,
        successors=[heir],
        ground=GROUND,
        by=stage.by,
        at=stage.moment(MERGER, organisation.code),
    )
