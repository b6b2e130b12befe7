"""What changed since a person was last here, from the events and the days gone by."""
