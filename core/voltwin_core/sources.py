"""What tells one state of the sources from another."""

import hashlib
from pathlib import Path

_SOURCES = (".py", ".json")


def source_hash(folder: Path) -> str:
    """Return a short hash of all sources below `folder`, their names included: Python, and the
    counts of branches that machine code is made with."""
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(file for file in folder.rglob("*") if file.suffix in _SOURCES):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
