"""State machines as data: a `Flow` of `Transition`s, run by django-fsm."""

from sauro.engines.workflow.flow import Flow, Transition, TransitionRefused, state_field

__all__ = ["Flow", "Transition", "TransitionRefused", "state_field"]
