"""Tables of figures that others made: where units, indicators and periods stand is found out.

Pure: a grid and what is known go in, every cell that is not empty comes out with its fate.
"""
