"""Forms of bottlenecks."""
