"""The fleet that lives in the city: its tables, its trips, and what it expects at stations."""
