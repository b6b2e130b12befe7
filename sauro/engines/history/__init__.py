"""The append-only record: `record` one event per write; `timeline` reads it back."""
