"""Figures and tasks of all provinces as a folder of Parquet, and the questions asked of it."""
