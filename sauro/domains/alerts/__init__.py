"""Alerts: what is about to go wrong, found by rules that a province sets."""
