"""Tables of bottlenecks, what waits for them, where they were seen, where they were put."""

from sauro.domains.bottlenecks.models.bottleneck import Bottleneck, Escalation
from sauro.domains.bottlenecks.models.links import BottleneckSubject, Sighting

__all__ = ["Bottleneck", "BottleneckSubject", "Escalation", "Sighting"]
