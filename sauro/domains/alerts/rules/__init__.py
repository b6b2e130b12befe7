"""The rules of alerts as data, and what each of them judges."""
