"""Reads of programmes, one module per question."""
