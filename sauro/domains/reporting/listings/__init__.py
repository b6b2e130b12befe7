"""Lists of reports."""
