"""A log: when vehicles came, and what else its rows tell of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Times = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class Log:
    """Rows in order of time. What no column tells is None, and what a row does not tell NaN.

    Attributes:
        at: local time of each arrival, whole seconds, not falling.
        stations: their ids, in order of appearance; empty where rows name none.
        station: the place in `stations` of each row; all 0 where rows name none.
        soc: state of charge of each battery that was brought, from 0 to 1.
        service_s: how long each service took [s].
        utc_offset_s: of local time [s], the most frequent one; None where no row tells it.
        name: for people.
        notes: what had to be assumed in reading it, sentences.
    """

    at: Times
    stations: tuple[str, ...] = ()
    station: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    soc: Floats | None = None
    service_s: Floats | None = None
    utc_offset_s: int | None = None
    name: str = "log"
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        times: Any,
        *,
        stations: Sequence[str] | None = None,
        soc: npt.ArrayLike | None = None,
        service_s: npt.ArrayLike | None = None,
        name: str = "log",
    ) -> "Log":
        """Return a log from columns, in any order of time.

        Args:
            times: local times, as numpy makes datetime64 of them.
            stations: the id of each row's station.
            soc: state of charge of each battery that was brought, 0 to 1; NaN for none.
            service_s: how long each service took [s]; NaN for none.
            name: for people.

        Raises:
            ValueError: there is no row, or columns differ in length.
        """
        at = np.asarray(times, "datetime64[s]")
        columns = [column for column in (stations, soc, service_s) if column is not None]
        if not len(at):
            raise ValueError("times: there are none")
        if any(len(np.asarray(column)) != len(at) for column in columns):
            raise ValueError("columns: one is not as long as `times`")
        order = np.argsort(at, kind="stable")
        names = tuple(dict.fromkeys(stations)) if stations is not None else ()
        place = {station: number for number, station in enumerate(names)}
        numbers = [place[station] for station in stations or ()] or np.zeros(len(at))
        return cls(
            at[order],
            names,
            np.asarray(numbers, np.int64)[order],
            None if soc is None else np.asarray(soc, np.float64)[order],
            None if service_s is None else np.asarray(service_s, np.float64)[order],
            name=name,
        )

    def __len__(self) -> int:
        """Return how many rows it has."""
        return len(self.at)
