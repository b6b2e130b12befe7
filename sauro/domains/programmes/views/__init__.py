"""Pages of programmes, one module per use case."""
