"""Wrong values of options in plain words, where the command line speaks of parsing."""

import re
from typing import Any

import typer
from typer.core import TyperGroup

# Said in full, or at the beginning: the plain words.
_WORDS = (
    (r"Value error, ", ""),
    (r"Input should be a valid integer.*", "must be a whole number"),
    (r"Input should be a valid number.*", "must be a number"),
    (r"Input should be greater than or equal to ", "must be at least "),
    (r"Input should be less than or equal to ", "must be at most "),
    (r"Input should be ", "must be "),
)


class PlainErrors(TyperGroup):
    """Commands whose options tell in plain words what they take."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; the message of a wrong option is put in plain words."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = plain_words(error.message)
            raise


def plain_words(message: str) -> str:
    """Return a message about a wrong value in plain words.

    >>> plain_words("Input should be greater than or equal to 0")
    'must be at least 0'
    """
    for said, words in _WORDS:
        message = re.sub(said, words, message)
    return message
