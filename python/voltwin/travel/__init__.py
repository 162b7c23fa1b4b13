"""Distance and duration between places: along a great circle, or on a road graph."""
