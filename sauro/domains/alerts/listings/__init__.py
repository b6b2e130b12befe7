"""Lists of alerts."""
