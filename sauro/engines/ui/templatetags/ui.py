"""Tags and filters of the interface: `{% load ui %}`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from sauro.engines.ui import appearance as look
from sauro.engines.ui import bars, formats, statuses

register = template.Library()


def language() -> str:
    return get_language() or "vi"


@register.filter
def vi_number(value: formats.Numeric, places: int | None = None) -> str:
    return formats.number(value, language=language(), places=places)


@register.filter
def vi_date(value: date | datetime | None) -> str:
    return formats.day(value, language=language())


@register.filter
def vi_datetime(value: datetime | None) -> str:
    return formats.moment(value, language=language())


@register.filter
def percent(part: formats.Numeric, total: formats.Numeric = 1) -> str:
    """`{{ 17|percent:43 }}` is 39,5%; `{{ 0.395|percent }}` too. Print the fraction beside it."""
    return formats.share(part, total, language=language())


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite; hidden from screen readers unless it has a label."""
    return _drawn(f"{static('vendor/icons.svg')}#{name}", f"icon {css}".strip(), str(label))


@lru_cache(maxsize=1_000)
def _drawn(href: str, classes: str, label: str) -> SafeString:
    """The mark-up of an icon; a page has many and few kinds."""
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>',
            classes,
            label,
            href,
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


@register.simple_tag
def status(code: str, text: str = "") -> SafeString:
    """The badge of a status code: colour, shape and word."""
    known = statuses.status_of(code)
    return _badge(known.tone, known.icon, str(text or known.label))


@lru_cache(maxsize=1_000)
def _badge(tone: str, icon: str, words: str) -> SafeString:
    return format_html('<span class="st st-{} i-{}">{}</span>', tone, icon, words)


@register.filter
def status_label(code: str) -> str:
    return str(statuses.status_of(code).label)


@register.filter
def status_tone(code: str) -> str:
    return statuses.status_of(code).tone


@register.filter
def status_icon(code: str) -> str:
    return statuses.status_of(code).icon


@register.filter
def is_moment(value: Any) -> bool:
    return isinstance(value, date)


@register.filter
def bar_parts(parts: Iterable[bars.Part | Mapping[str, Any]]) -> list[bars.Part]:
    """The counted parts of a stacked bar, for its legend."""
    return [part for part in map(bars.as_part, parts) if part.value]


@register.filter
def count_filled(clears: Iterable[Any]) -> int:
    """How many of the six clears are stated; items are mappings or objects with `filled`."""
    return sum(
        bool(item["filled"] if isinstance(item, Mapping) else item.filled) for item in clears
    )


@register.simple_tag
def fraction(part: formats.Numeric, total: formats.Numeric, url: str = "") -> SafeString:
    """`17/43 (39,5%)`, the first number a link to the rows behind it when `url` is given."""
    shown = vi_number(part)
    linked = format_html('<a href="{}">{}</a>', url, shown) if url else shown
    share = percent(part, total)
    percentage = (
        format_html(' <span class="share">({})</span>', share) if share != formats.NO_VALUE else ""
    )
    return format_html(
        '<span class="fraction">{}/{}{}</span>', linked, vi_number(total), percentage
    )


@register.simple_tag
def countdown(days: int | None) -> SafeString:
    """How long until the deadline, in words; red with a sign when it has passed."""
    mark = ""
    if days is not None and days != "" and days <= 7:
        mark = " is-late i-overdue" if days < 0 else " is-near i-soon"
    return format_html('<span class="countdown{}">{}</span>', mark, countdown_words(days))


def countdown_words(days: int | None) -> str:
    """How long until the deadline, without mark-up."""
    if days is None or days == "":
        return gettext("No deadline")
    if days < 0:
        late = ngettext("%(days)s day late", "%(days)s days late", -days)
        return late % {"days": vi_number(-days)}
    if days == 0:
        return gettext("Due today")
    left = ngettext("%(days)s day left", "%(days)s days left", days)
    return left % {"days": vi_number(days)}


@register.simple_tag
def sparkbar(
    parts: Iterable[bars.Part | Mapping[str, Any]], label: str = "", *, titles: bool = True
) -> SafeString:
    """A thin stacked bar, one segment for each status that has a count."""
    return bars.stacked_svg([bars.as_part(part) for part in parts], label=label, titles=titles)


@register.simple_tag(takes_context=True)
def query_string(context: Context, **changes: Any) -> str:
    """The parameters of the address with some changed (None removes); goes back to page 1."""
    query = _current_query(context)
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(item) for item in value])
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def hidden_query(context: Context, *without: str) -> SafeString:
    """The parameters of the address as hidden inputs, except those named and the page."""
    query = _current_query(context)
    pairs = (
        (name, item)
        for name, items in query.lists()
        for item in items
        if name not in (*without, "page")
    )
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


def _current_query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


@register.simple_tag(takes_context=True)
def sort_link(context: Context, field: str) -> dict[str, str]:
    """Where a click on a column heading leads, and how the column is sorted now."""
    current = _current_query(context).get("sort", "")
    state = {field: "ascending", f"-{field}": "descending"}.get(current, "none")
    following = f"-{field}" if state == "ascending" else field
    return {"href": query_string(context, sort=following), "state": state}


@register.simple_tag(takes_context=True)
def appearance(context: Context) -> look.Appearance:
    """The colours and type size the reader chose, from the cookies of the request."""
    request = context.get("request")
    return look.from_cookies(request.COOKIES if request else {})


CONTROL_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.SelectMultiple, "form-select"),
)


@register.filter
def control(field: BoundField) -> SafeString:
    """The input of a form field, with the class of its kind added to those of the form."""
    widget = field.field.widget
    css = next((css for kind, css in CONTROL_CLASSES if isinstance(widget, kind)), "form-control")
    own = widget.attrs.get("class", "")
    invalid = " is-invalid" if field.errors else ""
    return field.as_widget(attrs={"class": f"{css} {own}".strip() + invalid})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice_group(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.simple_tag
def page_numbers(page: Any) -> Iterable[int | str]:
    """The page numbers to show, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
