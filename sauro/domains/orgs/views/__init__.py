"""Pages of organisations, posts, bodies, collective names and people."""
