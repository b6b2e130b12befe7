"""Whatever the figures are, an export adds up to what the rule of one figure says."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.domains.indicators.rules import Rollup
from sauro.engines.country import Local, cluster
from sauro.shell.country import rollups
from sauro.shell.country.asking import Question
from sauro.shell.tests import country_files

pytest.importorskip("duckdb", reason="the optional group `country` is not installed")

AMOUNT = st.integers(-2 * 10**15, 2 * 10**15)
KEY = st.tuples(
    st.sampled_from(["AA", "B B", "Đ/1"]),
    st.integers(1, 4),
    st.integers(0, len(Rollup) - 1),
    st.integers(country_files.JUNE - 1, country_files.JUNE),
)
FIGURES = st.dictionaries(
    KEY, st.tuples(AMOUNT, st.none() | AMOUNT, st.integers(0, 2)), min_size=1, max_size=30
)


@given(figures=FIGURES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_sums_are_exact_on_both_engines(figures):
    rows = [(*key, *values) for key, values in figures.items()]
    with tempfile.TemporaryDirectory() as folder:
        opened = country_files.write(Path(folder), rows)
        for runner in (Local(), cluster.Threads()):
            question = Question(opened, runner, lambda _done, _total: None)
            found = question.ask(
                *(rollups.of_partitions, rollups.joined),
                by=rollups.BY_PROVINCE,
                meanings=question.meanings().values(),
            )
            assert {key: sums for key, (sums, _owed) in found.items()} == country_files.expected(
                rows
            )
