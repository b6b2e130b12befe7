"""The Excel form: what it looks like, and how it is read back by its keys, not by its places."""
