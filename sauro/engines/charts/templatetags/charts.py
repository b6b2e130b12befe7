"""`{% load charts %}`: the sample charts of the gallery."""

from django import template

from sauro.engines.charts import gallery
from sauro.engines.charts.shapes import Chart

register = template.Library()


@register.simple_tag
def sample_charts() -> dict[str, Chart]:
    """One chart of each kind, by the name of its function."""
    return gallery.charts()
