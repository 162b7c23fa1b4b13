"""Experiments: many runs of variants of a scenario, and what they tell."""
