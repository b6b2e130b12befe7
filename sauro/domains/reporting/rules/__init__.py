"""What a report is made of, without a database: frozen rows, counts, figures, sentences."""
