"""How a rule is applied: in use or not, how grave, its limits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.alerts.labels import LEVELS, limit_name
from sauro.domains.alerts.rules.catalogue import Rule, Setting


class SettingForm(forms.Form):
    """One field for each limit of the rule."""

    is_on = forms.BooleanField(label=_("The rule is in use"), required=False)
    level = forms.ChoiceField(label=_("Severity"), choices=LEVELS)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, rule: Rule, now: Setting, version: int, **more: Any) -> None:
        values = {"is_on": now.is_on, "level": now.level, "version": version}
        more["initial"] = {**values, **now.limits}
        super().__init__(*args, **more)
        self.rule = rule
        for limit in rule.limits:
            words = _("Between %(low)s and %(high)s; usually %(usual)s.") % {
                "low": limit.lowest,
                "high": limit.highest,
                "usual": limit.default,
            }
            self.fields[limit.name] = forms.IntegerField(
                label=limit_name(rule.code, limit.name),
                min_value=limit.lowest,
                max_value=limit.highest,
                help_text=words,
            )

    @property
    def limit_fields(self) -> list[forms.BoundField]:
        """The fields of the limits, in the order of the rule."""
        return [self[limit.name] for limit in self.rule.limits]

    @property
    def setting(self) -> Setting:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        limits = {limit.name: data[limit.name] for limit in self.rule.limits}
        return Setting(data["is_on"], data["level"], limits)
