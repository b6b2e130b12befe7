"""What people type about tasks, parsed and checked; one module per use case."""
