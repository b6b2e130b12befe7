"""Addresses of programmes, targets, imports and totals."""

urlpatterns: list = []
