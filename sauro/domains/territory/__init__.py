"""Provinces and communes in time: kinds, names, predecessors and successors."""
