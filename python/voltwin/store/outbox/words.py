"""What is said of parts that wait for a store."""

import shlex
from pathlib import Path


def delivering(folder: Path, url: str | None) -> str:
    """Return the command that delivers what waits.

    Args:
        folder: of the results, or of what waits.
        url: of the store; None if nothing tells.
    """
    store = shlex.quote(url) if url else "URL"
    return f"voltwin db deliver {shlex.quote(str(folder))} --store {store}"
