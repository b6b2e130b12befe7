"""Pages of period reports."""
