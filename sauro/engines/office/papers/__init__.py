"""Official papers from data: the paper as shapes, rendered to Word, PDF, slides and sheets."""
