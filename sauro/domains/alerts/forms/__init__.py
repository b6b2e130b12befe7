"""Forms of alerts and their rules."""
