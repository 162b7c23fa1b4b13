"""Checks on data: what calibration finds in logs, of the model's own making and of others."""

from voltwin.validation.reality import acn, known, taxi

CHECKS = (known.CHECK, acn.CHECK, taxi.CHECK)
"""Of the group `reality`, in the order of the table."""
