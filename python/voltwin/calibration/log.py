"""A log: when vehicles came, and what else its rows tell of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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

    def at_rows(self, kept: npt.NDArray[np.bool_]) -> "Log":
        """Return some of its rows, with the stations that these name.

        Raises:
            ValueError: there is none.
        """
        if not kept.any():
            raise ValueError("no row is left")
        of_kept = self.station[kept]
        numbers = np.unique(of_kept) if self.stations else np.zeros(1, np.int64)
        return replace(
            self,
            at=self.at[kept],
            stations=tuple(self.stations[number] for number in numbers) if self.stations else (),
            station=np.searchsorted(numbers, of_kept),
            soc=None if self.soc is None else self.soc[kept],
            service_s=None if self.service_s is None else self.service_s[kept],
        )

    @classmethod
    def of(
        cls,
        times: Any,
        *,
        stations: Sequence[str] | npt.NDArray[np.str_] | None = None,
        soc: npt.ArrayLike | None = None,
        service_s: npt.ArrayLike | None = None,
        name: str = "log",
    ) -> "Log":
        """Return a log from columns, in any order of time.

        Args:
            times: local times, as numpy makes datetime64 of them.
            stations: the id of each row's station, as text.
            soc: state of charge of each battery that was brought, 0 to 1; NaN for none.
            service_s: how long each service took [s]; NaN for none.
            name: for people.

        Raises:
            ValueError: there is no row, columns differ in length, or a value cannot be: a row
                without a time, a state of charge beyond 0 to 1, a service time below 0.
        """
        at = np.asarray(times, "datetime64[s]")
        columns = [column for column in (stations, soc, service_s) if column is not None]
        if not len(at):
            raise ValueError("times: there are none")
        if any(len(np.asarray(column)) != len(at) for column in columns):
            raise ValueError("columns: one is not as long as `times`")
        _check_times(at)
        order = np.argsort(at, kind="stable")
        ids = None if stations is None else [str(station) for station in stations]
        names = tuple(dict.fromkeys(ids or ()))
        place = {station: number for number, station in enumerate(names)}
        numbers = [place[station] for station in ids] if ids else np.zeros(len(at))
        return cls(
            at[order],
            names,
            np.asarray(numbers, np.int64)[order],
            None if soc is None else _within("soc", soc, 1.0)[order],
            None if service_s is None else _within("service_s", service_s, np.inf)[order],
            name=name,
        )

    def __len__(self) -> int:
        """Return how many rows it has."""
        return len(self.at)


def _check_times(at: Times) -> None:
    missing = np.flatnonzero(np.isnat(at))
    if len(missing):
        raise ValueError(f"times: row {missing[0]} has none")


def _within(name: str, values: npt.ArrayLike, most: float) -> Floats:
    """Return a column whose values are from 0 to the most there can be, or NaN."""
    column = np.asarray(values, np.float64)
    wrong = np.flatnonzero((column < 0.0) | (column > most) | np.isinf(column))
    if len(wrong):
        allowed = "0 or above" if np.isinf(most) else f"from 0 to {most:g}"
        raise ValueError(f"{name}: row {wrong[0]} has {column[wrong[0]]:g}, must be {allowed}")
    return column
