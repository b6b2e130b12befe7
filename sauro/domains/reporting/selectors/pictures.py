"""Stored pictures, read once for a while: a picture never changes under its hash."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from sauro.domains.programmes.models import Programme
from sauro.domains.reporting.models import Report, Snapshot
from sauro.domains.reporting.rules import picture as pictures
from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.picture import Picture
from sauro.domains.reporting.rules.subject import Subject, SubjectKind

_KEPT: OrderedDict[str, Picture] = OrderedDict()
_MOST = 4


def picture_in(*, snapshot: Snapshot) -> Picture:
    """The picture a snapshot holds."""
    found = _KEPT.get(snapshot.sha256)
    if found is None:
        found = _KEPT[snapshot.sha256] = pictures.from_text(snapshot.text)
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return found


def view_of(*, report: Report) -> View:
    """What the subject of a report sees of its snapshot."""
    return View(picture_in(snapshot=report.snapshot), subject_of(report=report))


def subject_of(*, report: Report) -> Subject:
    """Whom a report speaks of."""
    return subject(kind=report.subject_kind, of=report.programme or report.organisation)


def subject(*, kind: str, of: Any) -> Subject:
    """A programme or an organisation as the subject of a report, named as papers name it."""
    if isinstance(of, Programme):
        return Subject(SubjectKind.PROGRAMME, of.pk, _small(of.title))
    return Subject(SubjectKind(kind), of.pk, _named(of.name, kind))


def _named(name: str, kind: str) -> str:
    if kind == SubjectKind.PROVINCE and not name.lower().startswith(("tỉnh", "thành phố")):
        return f"tỉnh {name}"
    return _small(name) if kind == SubjectKind.PROVINCE else name


def _small(name: str) -> str:
    """A name in the middle of a sentence: only a kind word loses its capital."""
    for word in ("Tỉnh ", "Thành phố ", "Kế hoạch ", "Chương trình ", "Đề án "):
        if name.startswith(word):
            return word[0].lower() + name[1:]
    return name
