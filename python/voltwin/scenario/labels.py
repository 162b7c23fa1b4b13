"""Labels that people and systems give to what they send: who made something, the id of a report."""

import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from voltwin.scenario.model import Name

MOST_OF_A_LABEL = 200  # characters


def label_problem(value: Any) -> str:
    """Return why something is no label; empty if it is one."""
    if not isinstance(value, str):
        return f"{value!r} is no text"
    if len(value) > MOST_OF_A_LABEL:
        return f"has {len(value)} characters; at most {MOST_OF_A_LABEL} are allowed"
    # Halves of surrogate pairs cannot be written either.
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        return f"{value!r} has control characters, which are not allowed"
    return ""


def can_be_written(text: str) -> bool:
    """Return whether a text can be encoded: halves of surrogate pairs cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _label(name: str) -> str:
    if label_problem(name):
        raise PydanticCustomError("label", "must have no control characters")
    return name


Label = Annotated[Name, AfterValidator(_label)]
