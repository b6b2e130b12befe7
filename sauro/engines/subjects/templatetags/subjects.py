"""Tags that print what other parts of the system offer on the page of a record."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sauro.engines.subjects import pages

register = template.Library()


@register.simple_tag(takes_context=True)
def page_links(context: Context, kind: str, record: Any) -> list[pages.PageLink]:
    """The links of a record's page: `{% page_links "programmes.task" task as links %}`."""
    user = _user(context)
    return pages.links_on(user=user, kind=kind, record=record) if user is not None else []


@register.simple_tag(takes_context=True)
def row_links(context: Context, kind: str, number: Any) -> list[pages.PageLink]:
    """The links of one of many records: `{% row_links "programmes.task" line.id as links %}`."""
    user = _user(context)
    return pages.links_of_row(user=user, kind=kind, number=str(number)) if user is not None else []


@register.simple_tag(takes_context=True)
def page_panels(context: Context, kind: str, record: Any) -> SafeString:
    """The panels of a record's page, printed one after the other."""
    user, today = _user(context), context.get("today")
    if user is None or today is None:
        return SafeString("")
    found = pages.panels_on(user=user, kind=kind, record=record, today=today)
    request = context.get("request")
    return SafeString(
        "".join(
            render_to_string(one.template, {**one.context, "today": today}, request=request)
            for one in found
        )
    )


def _user(context: Context) -> Any | None:
    request = context.get("request")
    return getattr(request, "user", None)
