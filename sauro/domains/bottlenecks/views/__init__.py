"""Pages of bottlenecks."""
