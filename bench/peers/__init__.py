"""Other products beside ours: the same tasks, the same client, the same operations."""
