"""The components as the browser gets them: compiled, escaped, labelled, without inline style or script."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import engines
from django.utils import translation

PACKAGE = Path(__file__).resolve().parents[3]
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))


def render(source: str, query: str = "", **context: object) -> str:
    from django_cotton.compiler_regex import CottonCompiler

    request = SimpleNamespace(GET=QueryDict(query), COOKIES={}, META={}, user=SimpleNamespace(pk=7))
    with translation.override("vi"):
        template = engines["django"].from_string(CottonCompiler().process(source))
        return template.render({"request": request, **context})


def test_a_component_inside_a_component_is_compiled():
    html = render(
        '<c-empty title="Trống" url="/x" action="Thêm">chữ</c-empty><c-job title="Nạp" code="running" />'
    )
    assert "<c-" not in html
    assert 'href="/x"' in html


def test_attributes_are_escaped_once():
    html = render('<c-card title="{{ title }}"><p>x</p></c-card>', title="A & <b>")
    assert "A &amp; &lt;b&gt;" in html
    assert "&amp;amp;" not in html
    assert "&lt;b&gt;" in render('<c-page-header :title="title" />', title="<b>")


def test_a_variable_of_the_page_does_not_leak_into_a_component():
    html = render(
        "<c-card><p>x</p></c-card>", title="lạ", actions="lạ", footer="lạ", icon="lạ", subtitle="lạ"
    )
    assert "lạ" not in html


def test_field_joins_label_help_error_and_input():
    class Form(forms.Form):
        title = forms.CharField(label="Tên", help_text="Ngắn gọn")
        note = forms.CharField(label="Ghi chú", required=False)

    form = Form({"title": ""})
    html = render('<c-field :field="form.title" /><c-field :field="form.note" />', form=form)
    assert 'for="id_title"' in html
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described
    assert all(f'id="{name}"' in html for name in described.group(1).split())
    assert html.count("field-optional") == 1


def test_error_summary_leads_to_the_fields():
    class Form(forms.Form):
        title = forms.CharField(label="Tên")

    html = render('<c-error-summary :form="form" />', form=Form({}))
    assert 'href="#id_title"' in html
    assert render('<c-error-summary :form="form" />', form=Form({"title": "x"})).strip() == ""


def test_pagination_keeps_the_filters():
    page = Paginator(range(1040), 50).get_page(3)
    html = render('<c-pagination :page="page" target="#rows" />', "q=a&page=3", page=page)
    assert "q=a&amp;page=4" in html
    assert 'aria-current="page"' in html
    assert "101–150" in html
    assert "1.040" in html


def test_heading_says_how_the_column_is_sorted():
    html = render('<c-th label="Thời hạn" sort="due" num="1" />', "sort=-due")
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=due"' in html


def test_confirm_counts_and_names_before_it_changes():
    html = render(
        '<c-confirm title="Xác nhận" :items="items" :total="total" submit="Làm" />',
        items=["<b>1"],
        total=1200,
    )
    assert "1.200" in html
    assert "&lt;b&gt;1" in html
    assert 'name="confirmed"' in html


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_templates_hold_no_inline_style_or_script(path: Path):
    source = path.read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=[\"']|javascript:", source)
    for attributes in re.findall(r"<script([^>]*)>", source):
        assert "src=" in attributes or 'type="application/json"' in attributes


def test_every_icon_that_is_named_exists():
    sprite = (PACKAGE / "engines/ui/static/vendor/icons.svg").read_text("utf-8")
    known = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    status_icons = set(
        re.findall(
            r"--icon-([a-z-]+):",
            (PACKAGE / "engines/ui/static/vendor/status-icons.css").read_text("utf-8"),
        )
    )
    named: set[str] = set()
    for path in TEMPLATES:
        source = re.sub(r"<c-badge[^>]*>", "", path.read_text("utf-8"))
        named |= set(
            re.findall(
                r"""{% icon ["']([a-z0-9-]+)["']|\bicon=["']([a-z0-9-]+)["']""", source
            ).__iter__()
        )
    flat = {name for pair in named for name in pair if name}
    assert flat - known == set()
    from sauro.engines.ui import statuses

    assert {item.icon for item in statuses.STATUSES.values()} <= status_icons


def test_every_component_declares_its_attributes_so_that_nothing_leaks_in():
    for path in (Path(__file__).resolve().parents[1] / "templates" / "cotton").glob("*.html"):
        source = path.read_text("utf-8")
        declared = re.search(r"<c-vars(.*?)/>", source, re.DOTALL)
        assert declared, path.name
        assert not re.search(r"\s[a-z_]+(?=\s|$)", re.sub(r'"[^"]*"', '""', declared.group(1))), (
            path.name
        )
