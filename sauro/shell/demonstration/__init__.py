"""The demonstration: five provinces with their agencies, people, plans and a living present."""
