"""Forecasts of a twin that are kept, and their scores: in its folder, for observations to be held
against."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from voltwin.twin.bands import Floats, Forecast
from voltwin.twin.observing import Outcome, observe
from voltwin.twin.scores import Scores
from voltwin.twin.scores_folder import ScoresError, load_scores, save_forecasts, save_sums
from voltwin.twin.twin import Twin
from voltwin_server.logs import FIELDS, LOG

_FOLDER = "scores"


class Foreseen:
    """The forecasts of a twin. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Take what is kept in the folder of a twin, when it is first needed."""
        self._folder, self._lock = folder / _FOLDER, Lock()  # of what follows, and of the files
        self._scores: Scores | None = None
        self._sums_before: Floats | None = None
        self._is_closed = False

    @property
    def bytes(self) -> int:
        """What the forecasts take in memory."""
        scores = self._scores
        return scores.bytes if scores else 0

    def keep_forecast(self, forecast: Forecast) -> None:
        """Keep a forecast, so that it is scored; see `Scores.keep`."""
        with self._lock:
            if not self._is_closed and self._of(forecast.stations).keep(forecast):
                self._write(save_sums, save_forecasts)

    def observe(self, twin: Twin, reports: Sequence[Any], *, by: str) -> list[Outcome]:
        """Have reports booked, and hold them against the forecasts; `keep` or `forget` follows.

        Raises:
            EngineError: the twin cannot go on from what was seen; nothing is booked.
        """
        with self._lock:
            scores = self._of([station.id for station in twin.scenario.stations])
            self._sums_before = scores.sums.copy()
            return observe(twin, reports, by=by, scores=scores)

    def keep(self) -> None:
        """Keep the scores as they are now."""
        with self._lock:
            self._sums_before = None
            self._write(save_sums)

    def forget(self) -> None:
        """Go back to the scores before what was observed last."""
        with self._lock:
            if self._scores is not None and self._sums_before is not None:
                self._scores.sums = self._sums_before
            self._sums_before = None

    def tables(self, stations: Sequence[str]) -> dict[str, Any]:
        """Return the scores in all, by lead time and by station."""
        with self._lock:
            scores = self._of(stations)
            return {
                "total": scores.total(),
                "by_lead": scores.by_lead(),
                "by_station": scores.by_station(),
            }

    def close(self) -> None:
        """Write nothing any more: the twin is another's, or nobody's."""
        with self._lock:
            self._is_closed = True

    def _of(self, stations: Sequence[str]) -> Scores:
        if self._scores is None:
            self._scores = self._loaded() or Scores(stations)
        return self._scores

    def _loaded(self) -> Scores | None:
        try:
            return load_scores(self._folder) if self._folder.exists() else None
        except ScoresError as error:
            LOG.warning("scores begin anew", extra={FIELDS: {"why": str(error)}})
            shutil.rmtree(self._folder, ignore_errors=True)  # numbers of forecasts begin anew, too
            return None

    def _write(self, *parts: Callable[[Scores, Path], None]) -> None:
        """Write parts of the scores; if that fails, a restart knows what was written before."""
        if self._scores is None:
            return
        try:
            for write in parts:
                write(self._scores, self._folder)
        except OSError:
            LOG.exception("scores cannot be written", extra={FIELDS: {"folder": str(self._folder)}})
