"""store.json: in which store an experiment's results are, and as which experiment there."""

import json
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from voltwin.run_folder.folder_error import FolderError
from voltwin.scenario.text_files import write_at_once

STORE = "store.json"


@dataclass(frozen=True)
class Stored:
    """Where results are.

    Attributes:
        store: URL of the store, without a password.
        experiment_id: of the experiment in it.
    """

    store: str
    experiment_id: UUID

    def as_dict(self) -> dict[str, str]:
        """Return it as plain values."""
        return {"store": self.store, "experiment_id": str(self.experiment_id)}


def read_stored(folder: Path) -> Stored | None:
    """Return where the results of the experiment in a folder are; None if in no store.

    Raises:
        FolderError: the file is damaged, or cannot be read.
    """
    file = folder / STORE
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
        return Stored(str(plain["store"]), UUID(plain["experiment_id"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise FolderError(f"{file}: cannot be read: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FolderError(
            f"{file}: is damaged: {error}; delete it to begin in a store anew"
        ) from None


def write_stored(folder: Path, stored: Stored) -> None:
    """Write where the results are; the folder exists.

    Raises:
        OSError: it cannot be written.
    """
    write_at_once(folder / STORE, json.dumps(stored.as_dict(), indent=1) + "\n")
