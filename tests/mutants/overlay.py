"""A copy of the core in which one file is a mutant; the working tree is never touched."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutants.mutant import CORE, Mutant


@contextmanager
def overlay(mutant: Mutant | None) -> Iterator[Path]:
    """Give a folder to put in front of the path of imports; for None the core as it is."""
    with TemporaryDirectory(prefix="voltwin-mutant-") as name:
        copy = Path(name) / CORE.name
        shutil.copytree(CORE, copy)  # bytecode, too, which is by the times of the sources
        if mutant is not None:
            file = copy / mutant.file
            file.write_bytes(mutant.applied(file.read_bytes()))
            for stale in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
                stale.unlink()
        yield Path(name)
