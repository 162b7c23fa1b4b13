"""How much memory a process and those that it has started have, sampled over time."""

import os
from pathlib import Path
from threading import Event, Thread
from time import time
from typing import Self

_SAMPLE_S = 0.5
_MIB = 2**20
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Memory(Thread):
    """Resident memory of a process, and of all that it has started together."""

    def __init__(self, process: int) -> None:
        """Begin with no samples of a process."""
        super().__init__(daemon=True)
        self._process = process
        self._samples: list[tuple[float, float, float]] = []  # [s since 1970], [MiB], [MiB]
        self._done = Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self.join()

    def run(self) -> None:
        """Sample now and then."""
        while True:
            others = sum(map(resident_mib, descendants(self._process)))
            self._samples.append((time(), resident_mib(self._process), others))
            if self._done.wait(_SAMPLE_S):
                return

    def since(self, at: float) -> tuple[list[float], list[float]]:
        """Return what the process had, and what those had that it has started [MiB].

        Args:
            at: from when on, by the wall's clock [s since 1970].
        """
        chosen = [one for one in self._samples if one[0] >= at] or self._samples[-1:]
        return [own for _, own, _ in chosen], [others for _, _, others in chosen]


def resident_mib(process: int) -> float:
    """Return the resident memory of a process [MiB]; none if it has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * _PAGE / _MIB


def descendants(process: int) -> list[int]:
    """Return the processes that one has started, and those that they have."""
    found: list[int] = []
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(child) for child in file.read_text().split()]
        except OSError:  # the thread has ended
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found
