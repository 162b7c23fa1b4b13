"""What tells one state of the sources from another."""

import hashlib
from pathlib import Path


def source_hash(folder: Path) -> str:
    """Return a short hash of all Python sources below `folder`, their names included."""
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(folder.rglob("*.py")):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
