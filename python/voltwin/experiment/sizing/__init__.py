"""Sizing: how many units a network needs for its target, where, what they cost, and how sure it is."""
