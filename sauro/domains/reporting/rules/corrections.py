"""Figures that were corrected after they had been reported."""

from __future__ import annotations

from collections.abc import Iterable

from sauro.domains.reporting.rules import subject as subjects
from sauro.domains.reporting.rules.picture import CorrectionRow, Picture
from sauro.domains.reporting.rules.subject import Subject, SubjectKind


def of_subject(
    picture: Picture, subject: Subject, rows: Iterable[CorrectionRow]
) -> tuple[CorrectionRow, ...]:
    """The corrections that a report about a subject tells."""
    if subject.kind == SubjectKind.PROVINCE:
        return tuple(rows)
    if subject.kind == SubjectKind.PROGRAMME:
        return tuple(row for row in rows if subject.id in row.programmes)
    own = subjects.agency_of(picture, subject.id)
    if own is None:
        return tuple(row for row in rows if row.unit == subject.id)
    inside = {one.id for one in picture.agencies if one.path.startswith(own.path)}
    return tuple(row for row in rows if row.unit in inside)
