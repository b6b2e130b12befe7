"""The demonstration: five provinces with their agencies, people, plans and a living present."""

from sauro.shell.demonstration.loading import Loaded, load

__all__ = ["Loaded", "load"]
