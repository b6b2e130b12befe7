"""Tables of many units taken over: each unit by itself, and of each unit all that is possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.indicators.excelform.keys import Place
from sauro.domains.indicators.labels import finding_in_words
from sauro.domains.indicators.models import DataSetItem, Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import forms
from sauro.domains.indicators.services import submissions
from sauro.domains.indicators.services.submissions import Entry, Remark
from sauro.engines import access

NEW, CHANGED, UNCHANGED, REFUSED, IGNORED = "new", "changed", "unchanged", "refused", "ignored"
Typed = Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class Part:
    """The figures of one unit and period, as one file or several hold them."""

    form: Any
    unit: Any
    period: int
    label: str
    rows: dict[str, Mapping[str, str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)  # code of the indicator to the reason
    old: dict[str, Entry] = field(default_factory=dict)
    new: dict[str, Entry] = field(default_factory=dict)
    said: list[tuple[str, str, bool]] = field(default_factory=list)
    complete: bool = True
    submitted: bool = False

    @property
    def changed(self) -> int:
        """How many lines differ from what was typed before."""
        return len(self.new)

    def add(self, rows: Typed) -> None:
        """More figures of the same form; two that differ are both refused."""
        for code, typed in rows.items():
            before = self.rows.get(code)
            if before is None:
                self.rows[code] = typed
            elif _amounts(before) != _amounts(typed):
                self.refuse(
                    code,
                    _("The same figure stands at %(where)s with another value.")
                    % {"where": before["where"]},
                    typed["where"],
                )

    def refuse(self, code: str, reason: str, where: str = "") -> None:
        """Leave out one line."""
        self.refused[code] = reason
        self.said.append((where or self.rows[code]["where"], f"{code}: {reason}", True))


def take_part(
    part: Part,
    items: Sequence[DataSetItem],
    *,
    by: Any,
    at: datetime,
    submit: bool,
    keep: bool,
) -> None:
    """Write what can be written of one unit; a trial leaves nothing. The part tells what became."""
    for _attempt in range(2):
        try:
            with transaction.atomic():
                again = _written(part, items, by=by, at=at, submit=submit)
                if again or not keep:
                    transaction.set_rollback(True)
        except DomainError as error:
            _refuse_all(part, str(error))
            return
        if not again:
            return


def entries_of(
    rows: Typed, items: Sequence[DataSetItem], before: Submission | None
) -> dict[int, Entry]:
    """The cells that differ from what was typed before; an empty cell differs from nothing."""
    ids = {item.indicator.code: item.indicator_id for item in items}
    kept: dict[str, Any] = before.draft if before is not None else {}
    found = {}
    for code, typed in rows.items():
        old = Entry(**kept.get(str(ids[code]), {}))
        new = Entry(
            _newer(typed["value"], old.value),
            _newer(typed["base"], old.base),
            typed["reason"] or old.reason,
        )
        if new != old:
            found[ids[code]] = new
    return found


def fates_of(
    cells: Sequence[Mapping[str, Any]], parts: Mapping[tuple[str, int | None], Part]
) -> list[dict[str, Any]]:
    """Every cell of a file with what became of it, and what stood there before."""
    return [_fate(one, parts.get((one["unit"], one["period"]))) for one in cells]


def counts_of(cells: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How many cells were read, left as they are, refused or ignored; they add up to the area."""
    area = [one for one in cells if one["in_area"]]
    found = Counter(one["fate"] for one in area)
    ignored = Counter(one["why"] for one in area if one["fate"] == IGNORED)
    outside = Counter(one["why"] for one in cells if not one["in_area"])
    return {
        "cells": len(cells),
        "area": len(area),
        "read": found[NEW] + found[CHANGED],
        "unchanged": found[UNCHANGED],
        "refused": found[REFUSED],
        "ignored": found[IGNORED],
        "ignored_why": dict(sorted(ignored.items())),
        "outside": dict(sorted(outside.items())),
    }


def _written(
    part: Part, items: Sequence[DataSetItem], *, by: Any, at: datetime, submit: bool
) -> bool:
    """Whether a cell had to be left out, so that all must be tried again without it."""
    key = {"data_set": part.form, "organisation": part.unit, "period": part.period}
    before = Submission.objects.filter(**key).first()
    codes = {item.indicator_id: item.indicator.code for item in items}
    rows = {code: typed for code, typed in part.rows.items() if code not in part.refused}
    entries = entries_of(rows, items, before)
    part.old = {
        codes[int(pk)]: Entry(**typed)
        for pk, typed in (before.draft if before else {}).items()
        if int(pk) in codes
    }
    part.new = {codes[pk]: entry for pk, entry in entries.items()}
    open_still = before is not None and before.state in submissions.OPEN
    if not entries and not (submit and open_still):
        return False
    if submit and not access.allowed(by, Perm.REPORT, part.unit):
        raise NotAllowed(_("Only the unit itself hands its form in; keep the figures as a draft."))
    draft, _none = submissions.save_cells(
        form=part.form,
        organisation=part.unit,
        period=part.period,
        entries=entries,
        by=by,
        at=at,
        check=False,
        on_behalf=True,
    )
    lines = forms.lines_of(form=part.form, organisation=part.unit, period=part.period)
    remarks = submissions.remarks_on(draft, lines, complete=True)
    if _leave_out(part, remarks, entries, codes):
        return True
    _say(part, remarks, codes, submit=submit)
    if submit:
        submissions.submit(submission=draft, by=by, at=at)
        part.submitted = True
    return False


def _leave_out(
    part: Part, remarks: Sequence[Remark], entries: Mapping[int, Entry], codes: Mapping[int, str]
) -> bool:
    """Whether lines are impossible as they stand and were left out."""
    found = False
    for one in remarks:
        if one.hard and one.code != "required" and one.indicator_id in entries:
            code = codes[one.indicator_id]
            if code not in part.refused:
                part.refuse(code, finding_in_words(one.code, one.facts))
                found = True
    return found


def _say(part: Part, remarks: Sequence[Remark], codes: Mapping[int, str], *, submit: bool) -> None:
    """What is unusual, at its cell; what is missing only matters when the form is handed in."""
    for one in remarks:
        if not one.hard and one.answered:
            continue
        part.complete = False
        code = codes[one.indicator_id]
        words = finding_in_words(one.code, one.facts)
        if one.code == "required" or code not in part.rows:
            continue
        if not one.hard:
            words = f"{words} {_('Say why.')}"
        part.said.append((part.rows[code]["where"], f"{code}: {words}", submit))


def _refuse_all(part: Part, reason: str) -> None:
    """Nothing of this unit is taken; said once, at its first cell."""
    part.new, part.complete = {}, False
    first = next(iter(part.rows.values()))["where"]
    part.said.append((first, f"{part.unit.name}, {part.label}: {reason}", True))
    for code in part.rows:
        part.refused.setdefault(code, reason)


def _fate(one: Mapping[str, Any], part: Part | None) -> dict[str, Any]:
    found = {**one, "old": "", "new": ""}
    if one["fate"] != "read":
        return found
    if part is None or one["indicator"] in part.refused:
        message = part.refused[one["indicator"]] if part else _("This form was refused.")
        return {**found, "fate": REFUSED, "why": "form_refused", "message": message}
    role = "base" if one["role"] == "base" else "value"
    old = part.old.get(one["indicator"], Entry())
    new = part.new.get(one["indicator"], old)
    found["old"], found["new"] = getattr(old, role), getattr(new, role)
    same = found["old"] == found["new"]
    fate = UNCHANGED if same else CHANGED if found["old"] else NEW
    if "/" in one["text"] and role == "value" and old.base != new.base:
        fate = CHANGED if old.base else NEW
    return {**found, "fate": fate}


def _amounts(typed: Mapping[str, str]) -> tuple[str, str]:
    return typed["value"], typed["base"]


def _newer(typed: str, old: str) -> str:
    """What was typed, or the old wording when it says the same number."""
    if not typed:
        return old
    try:
        same = submissions.number_of(typed) == submissions.number_of(old)
    except ValueError:
        same = typed == old
    return old if same else typed


def key_of(place: Place) -> tuple[str, int | None]:
    """The unit and period of a form."""
    return place.unit, place.period
