"""A twin as a text: its recipe, or its scenario in full. In a process, as it takes seconds of a
processor where much has been made of the twin."""

from contextlib import suppress
from typing import Literal

from voltwin.scenario.files import as_yaml
from voltwin.scenario.json_text import write_json
from voltwin.twin.recipe_text import recipe_of
from voltwin_server.questions.kept import Kept
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.recipes import recipe_fields

TextOf = Literal["recipe", "scenario"]

_TEXTS = Kept[bytes](4)  # of tens of megabytes at most


def twin_text(folder: TwinFolder, of: TextOf) -> bytes:
    """Return the recipe of a twin as JSON, or its scenario with all that was made of it as YAML.

    Args:
        folder: of the twin.
        of: which of them.

    Raises:
        OSError: its files cannot be read.
        ValueError: one is damaged.
    """
    written = 0, 0
    with suppress(FileNotFoundError):  # nothing has been done to it
        journal = folder.journal.stat()
        written = journal.st_size, journal.st_mtime_ns
    return _TEXTS.get((folder.path, written, of), lambda: _made(folder, of))


def _made(folder: TwinFolder, of: TextOf) -> bytes:
    fields = recipe_fields(folder)
    if of == "recipe":
        return write_json(fields).encode()
    return as_yaml(recipe_of(fields).scenario_in_full()).encode()
