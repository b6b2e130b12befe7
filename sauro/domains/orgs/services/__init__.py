"""Writing organisations, their posts, bodies, roles and collective names."""

from sauro.domains.orgs.services.reference import Loaded, load_reference

__all__ = ["Loaded", "load_reference"]
