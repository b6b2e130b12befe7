"""The draft of a plan that a test writes down as rows, read from Word and from Excel."""

from __future__ import annotations

from sauro.domains.programmes.planfile import reading
from sauro.engines.office.reading import read_tables
from sauro.engines.office.tests.building import C, excel, spread, word


def plan(data, name="ke-hoach.docx", **options):
    return reading.read(read_tables(data, name), **options)


def both(rows, *titles, **options):
    """The draft of the same table from Word and from Excel, which must not differ."""
    from_word = plan(word(*titles, rows), "ke-hoach.docx", **options)
    width = spread(rows)[1]
    above = [[C(title, cols=width)] for title in titles]
    from_excel = plan(excel(("Phụ lục", [*above, *rows])), "ke-hoach.xlsx", **options)
    assert from_word == from_excel
    return from_word


def codes(draft):
    return [problem.code for problem in draft.problems]
