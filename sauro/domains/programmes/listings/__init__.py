"""Lists of programmes: columns, filters and bulk actions, one module per noun."""
