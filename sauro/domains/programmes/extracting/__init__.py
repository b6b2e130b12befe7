"""The tasks that a conclusion, notice or decision gives, proposed with their source sentences.

Pure: no Django, no database, no clock.
"""
