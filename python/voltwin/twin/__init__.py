"""A twin: a paced simulation with a recipe."""
