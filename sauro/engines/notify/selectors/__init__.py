"""Reading notices, reminders, preferences and deliveries."""
