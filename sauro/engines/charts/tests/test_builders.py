import json
import re

import pytest
from django.template import engines
from django.utils import translation

from sauro.engines import charts
from sauro.engines.charts import gallery

PLACES = [charts.Category("Sở Nội vụ", url="/co-quan/1"), charts.Category("Sở Y tế")]
SERIES = [
    charts.Series((4, 0), code="overdue", urls=["/nhiem-vu?co-quan=1&han=qua"]),
    charts.Series((6, 2), code="in_time"),
]


@pytest.fixture(autouse=True)
def in_vietnamese():
    with translation.override("vi"):
        yield


def figure(chart):
    from django_cotton.compiler_regex import CottonCompiler

    source = CottonCompiler().process('<c-chart :chart="chart" />')
    return engines["django"].from_string(source).render({"chart": chart})


def texts(row):
    return [cell.text for cell in row]


def test_table_of_a_stacked_bar_reconciles_with_its_segments():
    chart = charts.stacked_bar(title="Nhiệm vụ", categories=PLACES, series=SERIES)
    assert [texts(row) for row in chart.rows] == [
        ["Sở Nội vụ", "4", "6", "10"],
        ["Sở Y tế", "0", "2", "2"],
    ]
    assert texts(chart.foot)[1:] == ["4", "8", "12"]
    assert [series["data"] for series in chart.option["series"]] == [[4, None], [6, 2]]


def test_colour_of_a_series_is_the_token_of_its_status():
    chart = charts.stacked_bar(title="Nhiệm vụ", categories=PLACES, series=SERIES)
    assert [s["itemStyle"]["color"] for s in chart.option["series"]] == [
        "var(--red)",
        "var(--blue)",
    ]
    assert [key.mark for key in chart.legend] == ["key-red", "key-blue"]


def test_options_cannot_close_the_script_they_stand_in():
    chart = charts.bar(
        title="x", categories=[charts.Category("</script><b>&")], values=(1,), label="n"
    )
    assert "<" not in chart.json
    assert "&" not in chart.json
    assert json.loads(chart.json)["yAxis"]["data"] == ["</script><b>&"]


def test_bullet_measures_each_target_against_its_own_promise():
    chart = charts.bullet(
        title="Chỉ tiêu",
        bullets=[
            charts.Bullet("Chưa giao", 3, 0),
            charts.Bullet("Chữ ký số", 31.5, 50, "%"),
            charts.Bullet("Chưa có số liệu", None, 10, "xã"),
        ],
    )
    assert [texts(row) for row in chart.rows] == [
        ["Chữ ký số", "31,5%", "50%", "63%"],
        ["Chưa có số liệu", "–", "10 xã", "–"],
        ["Chưa giao", "3", "0", "–"],
    ]
    assert chart.option["yAxis"]["data"] == ["Chữ ký số", "Chưa có số liệu"]


@pytest.mark.parametrize(
    ("target", "highest", "top"), [(80, 70, 100), (104, 50, 120), (0.9, 0.5, 1), (60, 70, None)]
)
def test_the_target_line_is_inside_the_picture(target, highest, top):
    chart = charts.line_trend(
        title="x", periods=["T1"], series=[charts.Series((highest,), label="n")], target=target
    )
    assert chart.option["yAxis"]["max"] == (pytest.approx(top) if top else None)
    assert chart.option["series"][0]["markLine"]["data"] == [{"yAxis": target}]


def test_missing_values_are_gaps_not_zeros():
    chart = charts.line_trend(
        title="x", periods=["T1", "T2"], series=[charts.Series((None, 0), label="n")]
    )
    assert chart.option["series"][0]["data"] == [None, 0]
    assert [texts(row)[1] for row in chart.rows] == ["–", "0"]
    heat = charts.heat_map(
        title="x", rows=[charts.Category("a")], columns=["T1", "T2"], values=[(None, 0)], maximum=1
    )
    assert heat.option["series"][0]["data"] == [[0, 0, "-"], [1, 0, 0]]


def test_chart_without_figures_says_so_instead_of_an_empty_frame():
    chart = charts.stacked_bar(title="Nhiệm vụ", categories=[], series=[])
    html = figure(chart)
    assert "data-chart" not in html
    assert "<table" not in html


def test_figure_prints_its_table_with_links_and_escapes_names():
    series = [charts.Series((4,), code="overdue", urls=["/x?a=1&b=2"])]
    chart = charts.stacked_bar(
        title="Nhiệm vụ <b>", categories=[charts.Category("<i>Sở</i>")], series=series
    )
    html = figure(chart)
    assert "Nhiệm vụ &lt;b&gt;" in html
    assert "&lt;i&gt;Sở" in html
    assert '<a href="/x?a=1&amp;b=2">4</a>' in html
    assert re.search(r'<div class="chart-canvas" role="img" aria-label="[^"]+">', html)
    assert html.index("<caption") < html.index("<thead")


def test_a_figure_of_thirty_agencies_stays_small():
    places = [charts.Category(f"Sở Khoa học và Công nghệ {n}") for n in range(30)]
    urls = [f"/nhiem-vu?agency={n}&deadline=overdue" for n in range(30)]
    series = [
        charts.Series(range(30), code=code, urls=urls)
        for code in ("done_on_time", "done_late", "in_time", "due_soon", "overdue", "suspended")
    ]
    chart = charts.stacked_bar(title="Nhiệm vụ", categories=places, series=series)
    html = figure(chart)
    assert len(html.encode()) < 24_000


def test_every_kind_of_chart_has_a_sample_in_the_gallery():
    samples = gallery.charts()
    kinds = {"stacked_bar", "line_trend", "bullet", "heat_map", "donut", "bar", "country_map"}
    assert set(samples) == kinds
    for chart in samples.values():
        assert len({len(row) for row in chart.rows} | {len(chart.head)}) == 1
