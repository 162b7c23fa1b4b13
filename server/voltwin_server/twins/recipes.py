"""The recipe of a twin as its folder tells it: as it began, and what has been made of it since."""

from pathlib import Path
from typing import Any

from voltwin_server.twins.files import read_object
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.journal import entries

MADE = "made"  # of a recipe, and of a line of the journal: interventions and observations


def recipe_fields(folder: TwinFolder) -> dict[str, Any]:
    """Return the recipe of a twin as plain data, which `voltwin.twin` reads.

    Raises:
        OSError: a file cannot be read.
        ValueError: one is damaged.
    """
    fields = read_object(folder.recipe)
    return {**fields, MADE: [*fields[MADE], *made_since(folder.journal)]}


def made_since(journal: Path) -> list[dict[str, Any]]:
    """Return all that has been made of a twin since it began, in the order of being made."""
    return [made for entry in entries(journal) for made in entry.get(MADE) or ()]
