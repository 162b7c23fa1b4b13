"""How much memory that takes which was made of a twin: there may be very much of it."""

from sys import getsizeof
from typing import Any

from voltwin.scenario.model import Model
from voltwin.twin.recipe import Made

_IN_PLACES = 230  # [B] of its number, who made it, its id and line, and pointers to it
_SHARED = (type(None), bool, int, str)  # mostly there once, such as names, or nearly nothing


def bytes_of_made(made: Made) -> int:
    """Return how much memory an intervention or observation takes, besides tables of the run [B].

    Who made it and when is shared by all that were made at once.
    """
    return bytes_of(made.what) + getsizeof(made) + _IN_PLACES


def bytes_of(thing: Any) -> int:
    """Return how much memory a model, or plain data, takes with all that is in it [B]."""
    if isinstance(thing, _SHARED):
        return 0
    size = getsizeof(thing)
    if isinstance(thing, Model):
        size += bytes_of(thing.__dict__) + getsizeof(thing.model_fields_set)
    elif isinstance(thing, dict):
        size += sum(map(bytes_of, thing.values()))  # keys are names of fields, or numbers
    elif isinstance(thing, tuple | list):
        size += sum(map(bytes_of, thing))
    return size
