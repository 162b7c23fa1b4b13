"""What was seen at a station takes the place of what was simulated (docs/model.md §4)."""
