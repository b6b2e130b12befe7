"""What follows an event is named where it can be found."""

from django.utils.module_loading import import_string

from sauro.config.events import EVENT_LABELS
from sauro.config.reactions import REACTIONS


def test_every_reaction_that_is_named_exists():
    for kind, paths in REACTIONS.items():
        assert kind in EVENT_LABELS
        assert all(callable(import_string(path)) for path in paths)
