"""The fleet of a scenario: classes of vehicles, zones, and the trips between them."""
