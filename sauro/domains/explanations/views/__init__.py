"""Pages of requests for explanation."""
