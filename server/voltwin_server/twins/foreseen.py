"""Forecasts of a twin that are kept, and their scores: in its folder, for observations to be held
against."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from voltwin.scenario.interventions import Observation
from voltwin.twin.bands import Floats, Forecast
from voltwin.twin.observing import Outcome, observe, score_again
from voltwin.twin.recipe_text import recipe_of
from voltwin.twin.scores import Scores
from voltwin.twin.scores_folder import ScoresError, load_scores, save_forecasts, save_sums
from voltwin.twin.twin import Twin
from voltwin_server.logs import FIELDS, LOG
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.journal import entries
from voltwin_server.twins.recipes import MADE, recipe_fields

_FOLDER = "scores"
_OBSERVE = "observe"  # what lines do whose observations are scored


class Foreseen:
    """The forecasts of a twin. Threads may share it."""

    def __init__(self, folder: TwinFolder, last_line: Callable[[], int]) -> None:
        """Take what is kept in the folder of a twin, when it is first needed.

        Args:
            folder: of the twin.
            last_line: returns the number of the last line of its journal.
        """
        self._twin, self._folder, self._last_line = folder, folder.path / _FOLDER, last_line
        self._lock = Lock()  # of what follows, and of the files
        self._scores: Scores | None = None
        self._seen: Floats | None = None  # the sums with what was observed and does not stand yet
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

    def observe(
        self,
        twin: Twin,
        reports: Sequence[Any],
        *,
        by: str,
        check: Callable[[Sequence[Observation]], None] | None = None,
    ) -> list[Outcome]:
        """Have reports booked, and hold them against the forecasts; `keep` or `forget` follows.

        Args:
            twin: that takes them over.
            reports: as of `voltwin.twin.observing.observe`; likewise `by` and `check`.

        Raises:
            EngineError: the twin cannot go on from what was seen; nothing is booked.
        """
        with self._lock:
            scores = self._of([station.id for station in twin.scenario.stations])
            before, scores.sums = scores.sums, scores.sums.copy()
            try:
                outcomes = observe(twin, reports, by=by, scores=scores, check=check)
                self._seen = scores.sums
            finally:
                scores.sums = before
            return outcomes

    def keep(self, line: int) -> None:
        """Keep the scores with what was observed last.

        Args:
            line: number of that in the journal, where it stands.
        """
        with self._lock:
            assert self._scores is not None
            assert self._seen is not None
            self._scores.sums, self._scores.seen_to = self._seen, line
            self._seen = None
            self._write(save_sums)

    def forget(self) -> None:
        """Be as if what was observed last had never been."""
        with self._lock:
            self._seen = None

    def reload(self) -> None:
        """Be what the files say."""
        with self._lock:
            self._scores = self._seen = None

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
            scores = self._loaded()
            if scores is None:  # without forecasts there was nothing to score
                scores = Scores(stations)
                scores.seen_to = self._last_line()
            self._scores = scores
        return self._scores

    def _loaded(self) -> Scores | None:
        try:
            scores = load_scores(self._folder) if self._folder.exists() else None
        except ScoresError as error:
            LOG.warning("scores begin anew", extra={FIELDS: {"why": str(error)}})
            shutil.rmtree(self._folder, ignore_errors=True)  # numbers of forecasts begin anew, too
            return None
        if scores is not None:
            self._catch_up(scores)
        return scores

    def _catch_up(self, scores: Scores) -> None:
        """Score what the journal has and the sums have not: whoever wrote the line has died before
        they were written, or they could not be."""
        lines = list(entries(self._twin.journal, after=scores.seen_to))
        batches = [{made["number"] for made in one[MADE]} for one in lines if one["do"] == _OBSERVE]
        if batches:
            score_again(recipe_of(recipe_fields(self._twin)), batches, scores)
        if lines:
            scores.seen_to = lines[-1]["number"]

    def _write(self, *parts: Callable[[Scores, Path], None]) -> None:
        """Write parts of the scores; if that fails, a restart knows what was written before."""
        if self._scores is None:
            return
        try:
            for write in parts:
                write(self._scores, self._folder)
        except OSError:
            LOG.exception("scores cannot be written", extra={FIELDS: {"folder": str(self._folder)}})
