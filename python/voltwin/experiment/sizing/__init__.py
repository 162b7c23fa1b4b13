"""Sizing: how many units a network needs for its target, where, at what cost, and how sure."""
