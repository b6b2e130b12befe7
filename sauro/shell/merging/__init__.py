"""Merging units or agencies: what moves is planned, written, and can be taken back."""
