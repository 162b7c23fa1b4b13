"""What the rows of one kind are held against."""

from collections.abc import Callable

from voltwin.validation.replay.told import Row, Station, Told

# Tells again what a row says; returns what is wrong with it, empty if nothing is.
Rule = Callable[[Told, Station, Row], str]
