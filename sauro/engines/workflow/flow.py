"""A flow names its transitions; services apply them; pages ask which are open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django_fsm import RETURN_VALUE, FSMField, can_proceed, transition

from sauro.core.errors import DomainError


class TransitionRefused(DomainError):
    """The record is not in a state from which this step is possible."""

    code = "wrong_state"


def state_field(**kwargs: Any) -> Any:
    """A column for a workflow state, which only a transition may change."""
    return FSMField(max_length=20, db_index=False, **kwargs)


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: from any of `source` to `target` (several targets: the service names one)."""

    name: str
    label: Any
    source: tuple[str, ...]
    target: str | tuple[str, ...]
    permission: str = ""
    guard: Callable[[Any], bool] | None = None


class Flow:
    """The states of one column and the steps between them."""

    def __init__(self, field: str, transitions: tuple[Transition, ...]) -> None:
        self.field = field
        self.transitions = {step.name: step for step in transitions}

    def bind(self, model: type[models.Model]) -> None:
        """Attach every transition to the model as a method of django-fsm."""
        field = model._meta.get_field(self.field)
        for step in self.transitions.values():
            method = _method(step, field)
            setattr(model, self._name(step.name), method)

    def open_to(self, subject: Any, may: Callable[[str], bool]) -> list[Transition]:
        """Transitions possible from the present state for somebody with these permissions."""
        return [
            step
            for step in self.transitions.values()
            if can_proceed(getattr(subject, self._name(step.name)))
            and (not step.permission or may(step.permission))
        ]

    def possible(self, subject: Any, name: str) -> bool:
        """Whether the present state allows the step."""
        return can_proceed(getattr(subject, self._name(name)))

    def apply(self, subject: Any, name: str, *, to: str | None = None) -> None:
        """Move the subject in memory; raises `TransitionRefused` from any other state."""
        method = getattr(subject, self._name(name))
        if not can_proceed(method):
            step = self.transitions[name]
            raise TransitionRefused(
                _("“%(step)s” is not possible in the present state (%(state)s).")
                % {"step": step.label, "state": self.label_of(subject)}
            )
        method(to)

    def label_of(self, subject: Any) -> str:
        """The state in words, when the model knows them."""
        describe = getattr(subject, f"get_{self.field}_display", None)
        return str(describe() if describe else getattr(subject, self.field))

    def _name(self, name: str) -> str:
        return f"_flow_{self.field}_{name}"


def _method(step: Transition, field: Any) -> Any:
    several = not isinstance(step.target, str)
    target = step.target if isinstance(step.target, str) else RETURN_VALUE(*step.target)

    def run(_subject: Any, to: str | None = None) -> str | None:
        return to if several else None

    run.__name__ = f"_flow_{field.name}_{step.name}"
    return transition(
        field=field,
        source=list(step.source),
        target=target,
        conditions=[step.guard] if step.guard else [],
    )(run)
