"""Measurements of the product's operations on reference data; `make bench` prints the table."""
