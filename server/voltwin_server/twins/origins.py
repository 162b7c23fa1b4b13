"""What twins begin with: a scenario, a run, a recipe, or where another twin stood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from voltwin.store.interface import Store
from voltwin.twin.recipe import Recipe
from voltwin.twin.recipe_text import recipe_of, write_recipe
from voltwin_server.invalid import invalid
from voltwin_server.limits.sizes import check_made, check_size
from voltwin_server.scenarios import Scenarios, told_of
from voltwin_server.settings import Limits
from voltwin_server.twins.record import Origin, Position, TwinRecord


@dataclass(frozen=True)
class About:
    """What is told of a twin's scenario.

    Attributes:
        name: for people.
        seed: of all draws.
        start: when simulated time begins.
        horizon_s: where it ends [s].
        stations: how many there are.
        vehicles: of its fleet; 0 without one.
    """

    name: str
    seed: int
    start: datetime
    horizon_s: float
    stations: int
    vehicles: int

    @classmethod
    def of(cls, recipe: Recipe) -> "About":
        """Return what is told of a recipe."""
        scenario = recipe.scenario
        return cls(
            name=scenario.name,
            seed=recipe.seed,
            start=scenario.start,
            horizon_s=scenario.horizon,
            stations=len(scenario.stations),
            vehicles=scenario.fleet.vehicles if scenario.fleet else 0,
        )

    @classmethod
    def of_twin(cls, record: TwinRecord) -> "About":
        """Return what is told of a twin of the same scenario."""
        return cls(
            name=record.name,
            seed=record.seed,
            start=record.start,
            horizon_s=record.horizon_s,
            stations=record.stations,
            vehicles=record.vehicles,
        )


@dataclass(frozen=True)
class Beginning:
    """What a twin begins with.

    Attributes:
        origin: what it is made from.
        recipe: as text.
        about: its scenario.
        position: where it stands.
        asleep: a folder in which it sleeps there, which it takes; else it is simulated anew.
    """

    origin: Origin
    recipe: str
    about: About
    position: Position = field(default_factory=Position)
    asleep: Path | None = None

    def record(self, twin_id: UUID, *, name: str, by: str, created_at: datetime) -> TwinRecord:
        """Return what the twin is."""
        about = self.about
        return TwinRecord(
            id=twin_id,
            name=name,
            by=by,
            created_at=created_at,
            origin=self.origin,
            seed=about.seed,
            start=about.start,
            horizon_s=about.horizon_s,
            stations=about.stations,
            vehicles=about.vehicles,
        )


class Origins:
    """Finds what twins are made from. Threads may share it."""

    def __init__(self, store: Store, scenarios: Scenarios, limits: Limits) -> None:
        """Look in a store.

        Args:
            store: of runs.
            scenarios: of that store.
            limits: of what is simulated.
        """
        self._store, self._scenarios, self._limits = store, scenarios, limits

    def of_scenario(self, scenario_id: UUID, seed: int) -> Beginning:
        """Return the beginning of a stored scenario.

        Raises:
            UnknownIdError: there is none.
            ProblemError: it is too large.
        """
        scenario = self._scenarios.get(scenario_id)
        return self._of(Recipe(scenario, seed), Origin("scenario", scenario_id))

    def of_fields(self, fields: Mapping[str, Any], seed: int) -> Beginning:
        """Return the beginning of a scenario that a client sends; it is not stored.

        Raises:
            ScenarioError: it is not valid, or names a file.
            ProblemError: it is too large.
        """
        scenario = self._scenarios.valid(fields, "body", "from", "scenario")
        return self._of(Recipe(scenario, seed), Origin("scenario"))

    def of_run(self, run_id: UUID, replication: int) -> Beginning:
        """Return the beginning of a replication of a run.

        Raises:
            UnknownIdError: there is no such run.
            ProblemError: there is no such replication, or it is too large.
        """
        run = self._store.run(run_id)
        if replication >= run.replications:
            text = f"must be below {run.replications:,}, the number of replications"
            raise invalid([("body.from.replication", text)])
        scenario = self._scenarios.get(run.scenario_id)
        recipe = Recipe(scenario, run.seed, replication=replication)
        return self._of(recipe, Origin("run", run_id))

    def of_recipe(self, fields: Mapping[str, Any]) -> Beginning:
        """Return the beginning of a recipe that a client sends.

        Raises:
            ScenarioError: it is none, or not valid.
            ProblemError: it is too large.
        """
        with told_of("body", "from", "recipe"):
            recipe = recipe_of(dict(fields))
        return self._of(recipe, Origin("recipe"))

    def _of(self, recipe: Recipe, origin: Origin) -> Beginning:
        self._check(recipe)
        return Beginning(origin, write_recipe(recipe, for_people=False), About.of(recipe))

    def _check(self, recipe: Recipe) -> None:
        """Refuse what is too much to be simulated, with all that has been made of it."""
        check_made(len(recipe.made), 0, self._limits)
        check_size(recipe.scenario_in_full(), self._limits)
