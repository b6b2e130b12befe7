"""A form of two indicators: learners, and the rate of households with fibre."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sauro.domains.indicators.tests.factories import make_form, make_indicator


@pytest.fixture
def learners(province, monitor):
    return make_indicator(
        province, monitor, code="HV", whole=True, lowest=Decimal(0), jump=Decimal(50)
    )


@pytest.fixture
def rate(province, monitor):
    return make_indicator(
        province,
        monitor,
        "Tỷ lệ hộ có cáp quang",
        code="CQ",
        unit="%",
        rollup="ratio",
        factor=100,
        highest=Decimal(100),
        base_name="Tổng số hộ",
    )


@pytest.fixture
def form(province, monitor, learners, rate):
    return make_form(province, monitor, learners, rate)
