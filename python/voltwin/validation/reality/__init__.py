"""Checks on data: what calibration finds in logs, of the model's own making and of others."""

from voltwin.validation.reality import known

CHECKS = (known.CHECK,)
"""Of the group `reality`, in the order of the table."""
