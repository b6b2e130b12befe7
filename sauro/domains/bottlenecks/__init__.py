"""Bottlenecks: what blocks tasks and targets, who can lift it, by when, what it releases."""
