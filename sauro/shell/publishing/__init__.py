"""What a province shows to everybody about a programme, after a person released it."""
