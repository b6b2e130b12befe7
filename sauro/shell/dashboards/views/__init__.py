"""The overview, its wall screen, and the page on which panels are arranged."""
