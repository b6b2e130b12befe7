"""A plan file held against a programme: what would be created, changed, left alone."""
