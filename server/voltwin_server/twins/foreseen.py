"""Forecasts of a twin and their scores: kept in its folder, for observations to be held against."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from voltwin.twin.bands import Forecast
from voltwin.twin.forecasting import Prospect
from voltwin.twin.kept_scores import ScoresError, load_scores, save_scores
from voltwin.twin.observing import Outcome, observe
from voltwin.twin.scores import Scores
from voltwin.twin.twin import Twin
from voltwin_server.logs import FIELDS, LOG

_FILE = "scores.npz"
_ONE_AT_A_TIME = Lock()  # forecasts of this process: each takes all processors


class Foreseen:
    """The forecasts of a twin. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Take what is kept in the folder of a twin, when it is first needed."""
        self._file, self._lock = folder / _FILE, Lock()
        self._scores: Scores | None = None

    def forecast(self, prospect: Prospect, **options: Any) -> Forecast:
        """Return a forecast, and keep it.

        Args:
            prospect: where the twin stands.
            options: as of `Prospect.forecast`.

        Raises:
            EngineError: a replication cannot go on.
        """
        with _ONE_AT_A_TIME:
            found = prospect.forecast(**options)
        with self._lock:
            self._of(found.stations).keep(found)
            self._save()
        return found

    def observe(self, twin: Twin, reports: Sequence[Any], *, by: str) -> list[Outcome]:
        """Have reports booked, and hold them against the forecasts; `keep` or `forget` follows.

        Raises:
            EngineError: the twin cannot go on from what was seen; nothing is booked.
        """
        with self._lock:
            scores = self._of([station.id for station in twin.scenario.stations])
            return observe(twin, reports, by=by, scores=scores)

    def keep(self) -> None:
        """Keep the scores as they are now."""
        with self._lock:
            self._save()

    def forget(self) -> None:
        """Go back to the scores that were kept last."""
        with self._lock:
            self._scores = None

    def tables(self, stations: Sequence[str]) -> dict[str, Any]:
        """Return the scores in all, by lead time and by station."""
        with self._lock:
            scores = self._of(stations)
            return {
                "total": scores.total(),
                "by_lead": scores.by_lead(),
                "by_station": scores.by_station(),
            }

    def _of(self, stations: Sequence[str]) -> Scores:
        if self._scores is None:
            self._scores = self._loaded() or Scores(stations)
        return self._scores

    def _loaded(self) -> Scores | None:
        try:
            return load_scores(self._file) if self._file.exists() else None
        except ScoresError as error:
            LOG.warning("scores begin anew", extra={FIELDS: {"why": str(error)}})
            return None

    def _save(self) -> None:
        """Write the scores; if that fails, a restart knows those that were written before."""
        if self._scores is None:
            return
        try:
            save_scores(self._scores, self._file)
        except OSError:
            LOG.exception("scores cannot be written", extra={FIELDS: {"file": str(self._file)}})
