"""Requests for explanation: a leader asks about any record, the unit answers, the asker decides."""
