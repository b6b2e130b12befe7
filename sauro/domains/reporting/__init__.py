"""Period reports as official papers, what was sent to the national systems, and urging letters."""
