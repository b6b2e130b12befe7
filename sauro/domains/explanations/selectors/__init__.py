"""Reading requests for explanation: who sees which, what waits for whom, how they are counted."""
