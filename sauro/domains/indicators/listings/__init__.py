"""Lists of indicators and forms."""
