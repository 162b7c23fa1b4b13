"""Results for people: on the terminal, and in files."""
