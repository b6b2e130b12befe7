"""Pages of figures: filling in, deciding, forms, indicators."""
