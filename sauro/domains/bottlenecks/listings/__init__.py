"""Lists of bottlenecks."""
