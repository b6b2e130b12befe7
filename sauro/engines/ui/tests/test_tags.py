from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from sauro.engines.ui import appearance, statuses


def render(source: str, query: str = "", **context: object) -> str:
    request = SimpleNamespace(GET=QueryDict(query), COOKIES={}, META={})
    with translation.override("vi"):
        return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


def test_status_has_a_word_a_colour_and_a_shape():
    html = render('{% status "overdue" %}')
    assert 'class="st st-red i-overdue"' in html
    assert ">" + str(statuses.status_of("overdue").label) in html or "Quá hạn" in html


def test_unknown_status_is_shown_by_its_own_name():
    assert render('{% status "half_way" %}') == '<span class="st st-plain i-dash">Half way</span>'


def test_status_text_is_escaped():
    assert "&lt;b&gt;" in render('{% status "overdue" text %}', text="<b>")


def test_no_two_deadline_classes_share_a_shape_or_a_colour():
    known = [statuses.STATUSES[code] for code in statuses.DEADLINE_CLASSES]
    assert len({item.icon for item in known}) == len({item.tone for item in known}) == 8


def test_fraction_prints_its_numbers_and_links_the_first():
    html = render("{% fraction 17 43 url %}", url="/chi-tieu?met=1&year=2")
    assert '<a href="/chi-tieu?met=1&amp;year=2">17</a>/43' in html
    assert "(39,5%)" in html
    assert "%" not in render("{% fraction 0 0 %}").replace("span", "")


@pytest.mark.parametrize(
    ("days", "css"), [(-3, "is-late"), (0, "is-near"), (7, "is-near"), (8, "countdown")]
)
def test_countdown_marks_what_is_late_or_near(days, css):
    html = render("{% countdown days %}", days=days)
    assert css in html
    assert ("is-near" in html) == (0 <= days <= 7)


def test_query_string_keeps_the_other_parameters_and_returns_to_page_one():
    html = render(
        '{% query_string sort="due" %}', "q=d%E1%BB%AF+li%E1%BB%87u&page=3&deadline=overdue"
    )
    assert "page" not in html
    assert "deadline=overdue" in html
    assert "sort=due" in html
    assert render("{% query_string q=None %}", "q=a&page=2") == "?"
    assert render("{% query_string page=4 %}", "page=3") == "?page=4"


def test_hidden_query_escapes_what_the_reader_typed():
    html = render('{% hidden_query "as_of" %}', "q=%22%3E%3Cscript%3E&as_of=2025-06-30&page=2")
    assert html == '<input type="hidden" name="q" value="&quot;&gt;&lt;script&gt;">'


def test_sort_link_turns_round_on_the_second_click():
    source = '{% sort_link "due" as link %}{{ link.state }} {{ link.href }}'
    assert render(source) == "none ?sort=due"
    assert render(source, "sort=due") == "ascending ?sort=-due"
    assert render(source, "sort=-due") == "descending ?sort=due"


def test_sparkbar_fills_its_width_and_leaves_out_zeros():
    html = render(
        "{% sparkbar parts %}",
        parts=[
            {"code": "overdue", "value": 1},
            {"code": "in_time", "value": 3},
            {"code": "suspended", "value": 0},
        ],
    )
    assert 'fill-red" x="0.0" width="49.0"' in html
    assert 'fill-blue" x="50.0" width="149.0"' in html
    assert "violet" not in html
    assert "style=" not in html


def test_sparkbar_of_nothing_says_so():
    assert 'aria-label="–"' in render("{% sparkbar parts %}", parts=[])


class SampleForm(forms.Form):
    title = forms.CharField(help_text="Ngắn gọn")
    kind = forms.ChoiceField(choices=[("a", "A")])


def test_control_keeps_the_description_and_marks_the_error():
    html = render("{{ form.title|control }}", form=SampleForm({"title": ""}))
    assert "form-control is-invalid" in html
    assert "aria-describedby" in html
    assert 'aria-invalid="true"' in html


def test_unknown_cookies_change_nothing():
    assert (
        appearance.from_cookies({"sauro_theme": "<script>", "sauro_type": "huge"})
        == appearance.Appearance()
    )
    assert appearance.from_cookies({"sauro_theme": "dark"}).dark_media == "screen"
    assert appearance.from_cookies({"sauro_theme": "light"}).dark_media == ""
