"""Writing notices, preferences, steps and deliveries."""
