"""What is asked about a twin in memory: answered at once, or later where that takes long."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from voltwin_server.twins.alive import Alive
from voltwin_server.twins.foreseeing import asked_forecast, scores
from voltwin_server.twins.journal import Entry
from voltwin_server.twins.wire import Copied

Tell = Callable[[Entry], Entry]  # tells everybody what has been done


@dataclass(frozen=True)
class Later:
    """An answer that takes long, and needs nothing of the twin any more."""

    work: Callable[[], Any]

    def __call__(self) -> Any:
        """Return it."""
        return self.work()


def answer(alive: Alive, question: str, arguments: Sequence[Any], tell: Tell) -> Any:
    """Return the answer to a question, a `Later` one, or a forecast that is `Asked` for.

    Args:
        alive: the twin.
        question: one of `QUESTIONS`.
        arguments: of it.
        tell: what a question does to the twin, as `observe` does.
    """
    return QUESTIONS[question](alive, tell, *arguments)


def _scene(alive: Alive, tell: Tell) -> Any:
    from voltwin.frames.scene import scene_of

    return scene_of(alive.twin.scenario)


def _kpis(alive: Alive, tell: Tell, table: str) -> pa.Table:
    """Return a KPI table up to now, whose columns say their units and meanings."""
    return alive.twin.kpis().table(table)


def _stations(alive: Alive, tell: Tell) -> dict[str, Any]:
    """Return what is seen of the stations now, column by column."""
    live = alive.twin.live()
    ids = [station.id for station in alive.twin.scenario.stations]
    return {"now": live.now, "stations": ids, "columns": dict(live.stations)}


def _copied(alive: Alive, tell: Tell, at: float | None, folder: Path) -> Later:
    """Put a fork to sleep in a folder."""
    fork = alive.twin.fork(at)

    def work() -> Copied:
        fork.sleep(folder)
        return Copied(fork.recipe.to_json(), fork.now)

    return Later(work)


def _observe(
    alive: Alive, tell: Tell, reports: Sequence[Any], by: str, order: str | None = None
) -> list[dict[str, Any]]:
    """Book what a real network reports, and return what became of each report."""
    outcomes, entry = alive.observe(reports, by, order)
    if entry is not None:
        tell(entry)
    return [outcome._asdict() for outcome in outcomes]


QUESTIONS: Mapping[str, Callable[..., Any]] = {
    "scene": _scene,
    "kpis": _kpis,
    "stations": _stations,
    "copy": _copied,
    "observe": _observe,
    "forecast": asked_forecast,
    "scores": scores,
}
