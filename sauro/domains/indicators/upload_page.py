"""What the page of an upload prints: files, every figure with its cell, names to be settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from sauro.domains.indicators.models import FormUpload
from sauro.domains.indicators.services import excel

_PROBLEMS = 12
STATES: dict[str, tuple[Any, str]] = {
    excel.READY: (gettext_lazy("Can be taken over"), "created"),
    excel.PARTLY: (gettext_lazy("Only in part"), "warning"),
    excel.SAVED: (gettext_lazy("Kept as a draft"), "updated"),
    excel.SUBMITTED: (gettext_lazy("Handed in"), "finished"),
    excel.UNCHANGED: (gettext_lazy("Nothing new"), "unchanged"),
    excel.REFUSED: (gettext_lazy("Not taken over"), "error"),
}
FATES: dict[str, tuple[Any, str]] = {
    "new": (gettext_lazy("New figure"), "created"),
    "changed": (gettext_lazy("Changed figure"), "updated"),
    "unchanged": (gettext_lazy("Same as before"), "unchanged"),
    "refused": (gettext_lazy("Refused"), "error"),
    "ignored": (gettext_lazy("Left out"), "no_data"),
}
_SHOWN_FIRST = ("refused", "changed", "new", "unchanged")


def shown(result: Mapping[str, Any]) -> dict[str, Any]:
    """A file with its state in words and the first of its remarks; refusals come first."""
    word, tone = STATES[result["status"]]
    problems = sorted(result["problems"], key=lambda one: not one["hard"])
    forms = result["forms"]
    return {
        **result,
        "word": word,
        "badge": tone,
        "forms": forms[:5],
        "more_forms": max(len(forms) - 5, 0),
        "problems": problems[:_PROBLEMS],
        "more": max(len(problems) - _PROBLEMS, 0),
    }


def cells_of(results: Iterable[Mapping[str, Any]], show: str) -> list[dict[str, Any]]:
    """The figures of all tables with their fate, refusals first; `show` keeps one fate only."""
    found = [
        {**one, "file": result["name"]}
        for result in results
        for one in result.get("table", [])
        if one["in_area"] and (one["fate"] == show if show in FATES else one["fate"] != "ignored")
    ]
    found.sort(
        key=lambda one: _SHOWN_FIRST.index(one["fate"]) if one["fate"] in _SHOWN_FIRST else 9
    )
    for one in found:
        one["word"], one["badge"] = FATES[one["fate"]]
    return found


def questions_of(results: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Names with something they may mean, each once with the places where it stands."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for result in results:
        for one in result.get("questions", []):
            if one["candidates"]:
                key = (one["kind"], one["text"])
                found.setdefault(key, {**one, "places": []})["places"].append(one["where"])
    return list(found.values())


def counted(upload: FormUpload, show: str) -> dict[str, Any]:
    """How many files and cells of each fate there are, with the address that shows them."""
    results = upload.results
    totals = dict.fromkeys(("area", "read", "unchanged", "refused", "ignored"), 0)
    fates = dict.fromkeys(FATES, 0)
    for result in results:
        for name in totals:
            totals[name] += result.get("counts", {}).get(name, 0)
        for one in result.get("table", []):
            if one["in_area"]:
                fates[one["fate"]] += 1
    status = [one["status"] for one in results]
    return {
        "count": len(upload.files),
        "ready": sum(one in (excel.READY, excel.PARTLY) for one in status),
        "can_submit": sum(bool(one["can_submit"]) for one in results),
        "refused": status.count(excel.REFUSED),
        "totals": totals,
        "show": show if show in FATES else "",
        "fates": [
            {"code": code, "word": FATES[code][0], "count": count}
            for code, count in fates.items()
            if count
        ],
    }
