"""Asking for explanations, answering, deciding."""
