"""Reading bottlenecks, obstacles and what waits."""
