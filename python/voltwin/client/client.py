"""`voltwin.connect`: one server, and all that it can be asked."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self, TypeAlias

import pyarrow as pa

from voltwin.client.answers import Effects
from voltwin.client.errors import ClientError
from voltwin.client.experiments import Experiments, RemoteExperiment
from voltwin.client.http import Http
from voltwin.client.runs import RemoteRun, Runs
from voltwin.client.scenarios import AnyChanges, AnyScenario, Scenarios, said_of, texts_of
from voltwin.client.server_answers import DemoInfo, Me
from voltwin.client.twin import RemoteTwin
from voltwin.client.twins import Twins
from voltwin.client.variants import AnyVariant, said_of_variants
from voltwin.client.what_if import effects
from voltwin.experiment.sweep_plan import Sweep

Until: TypeAlias = float | str | None
Keep: TypeAlias = Sequence[str] | None


def connect(url: str, token: str | None = None, *, timeout: float = 60.0) -> "Client":
    """Return a client of a server that is there, and of which the token is one.

    Args:
        url: of the server, such as "http://127.0.0.1:8000".
        token: that is shown; none is needed at a loopback address.
        timeout: without a byte of an answer, after which it is given up [s].

    Raises:
        NoConnectionError: nobody answers there.
        ApiError: the token is none, or the server is not called by this name.
        ClientError: who answers is no server of Voltwin, or a library is missing.
        ValueError: an argument is not what it should be.
    """
    client = Client(url, token, timeout=timeout)
    try:
        client.check()
    except BaseException:
        client.close()
        raise
    return client


class Client:
    """A server, and all that it can be asked. Several threads may use it.

    Attributes:
        url: of the server.
        scenarios: those that it has.
        runs: those that it has.
        comparisons: those that it was asked for.
        sweeps: those that it was asked for.
        twins: those that live there.
    """

    def __init__(self, url: str, token: str | None = None, *, timeout: float = 60.0) -> None:
        """Make ready to ask, without asking anything yet; see `connect`."""
        self._http = Http(url, token, timeout)
        self.url = self._http.address.url
        self.scenarios = Scenarios(self._http)
        self.runs = Runs(self._http)
        self.comparisons = Experiments(self._http, "comparison")
        self.sweeps = Experiments(self._http, "sweep")
        self.twins = Twins(self._http, self.scenarios)

    def check(self) -> None:
        """Find out whether the server answers, and lets this caller in.

        Raises:
            ClientError: it does not; the error says why.
        """
        health = self._http.get("/api/health")
        if not isinstance(health, dict) or health.get("status") != "alive":
            raise ClientError(f"{self.url} answers, but is no server of Voltwin")
        self._http.get("/api/scenarios", limit=1)

    @property
    def version(self) -> str:
        """The version of Voltwin that the server runs."""
        return str(self._http.get("/api/health")["version"])

    def me(self) -> Me:
        """Return who the server takes this caller for, and what they may."""
        return Me.model_validate(self._http.get("/api/me"))

    def measures(self) -> pa.Table:
        """Return all KPIs in words, a row each: of whom it is, name, label, unit, meaning, which
        way it is better, and its kind."""
        return pa.Table.from_pylist(self._http.get("/api/measures")["measures"])

    def demo(self, wait: float = 0.0) -> DemoInfo:
        """Return which scenario and which twin are the demo of the server.

        Args:
            wait: for how long it is waited for if it is not ready yet [s], 60 at most.

        Raises:
            ApiError: there is none.
        """
        return DemoInfo.model_validate(self._http.get("/api/demo", longer=wait, wait=wait))

    def run(
        self,
        scenario: AnyScenario,
        *,
        replications: int = 1,
        seed: int = 1,
        until: Until = None,
    ) -> RemoteRun:
        """Have replications of a scenario simulated, and return the run, which has not ended yet.

        What was asked for before, by whomever, is not done again: the answer is that run.

        Args:
            scenario: one of the server or its id; or one from here, or the file that it is in.
            replications: how many, independent of each other.
            seed: of all draws, 0 or more.
            until: where to stop, [s] or such as "1d 6h"; the horizon by default.

        Raises:
            ScenarioError: the scenario is not valid, or the file holds none.
            ApiError: the server does not do that; the error says why.
        """
        asked = _given(replications=replications, seed=seed, until=until)
        return self.runs.start({**said_of(scenario), **asked})

    def compare(  # noqa: PLR0913 - all but two are options
        self,
        base: AnyScenario,
        variants: Mapping[str, AnyVariant],
        *,
        replications: int = 30,
        best: str | None = None,
        indifference: str | float | None = None,
        seed: int = 1,
        until: Until = None,
        measures: Sequence[str] | None = None,
        keep: Keep = None,
    ) -> RemoteExperiment:
        """Have variants compared with a base, as `voltwin.compare` does, and return the comparison,
        which has not ended yet. The arguments are those of `voltwin.compare`.

        Raises:
            ScenarioError: a scenario is not valid, or a file holds none.
            ApiError: the server does not do that; the error says why.
        """
        asked = _given(
            replications=replications,
            best=best,
            indifference=None if indifference is None else str(indifference),
            seed=seed,
            until=until,
            measures=measures,
            keep=keep,
        )
        told = {**said_of(base), "variants": said_of_variants(base, variants)}
        return self.comparisons.start({**told, **asked})

    def sweep(
        self,
        plan: Sweep | str | os.PathLike[str] | None = None,
        *,
        scenario: AnyScenario | None = None,
        **fields: Any,
    ) -> RemoteExperiment:
        """Have a design of experiments run, as `voltwin.sweep` does, and return the sweep, which
        has not ended yet.

        Args:
            plan: of the sweep, or the file that it is in.
            scenario: instead of a plan: what it is about, such as one of the server.
            fields: with it, those of a plan: factors, design, replications and so on.

        Raises:
            ScenarioError: the plan or the scenario is not valid.
            ApiError: the server does not do that; the error says why.
            TypeError: both a plan and a scenario are given, or neither.
        """
        if (plan is None) == (scenario is None):
            raise TypeError("sweep: give a plan, or a scenario with factors; one of them")
        if scenario is not None:
            return self.sweeps.start({**said_of(scenario), **_given(**fields)})
        return self.sweeps.start(_said_of_plan(plan))

    def what_if(
        self,
        about: AnyScenario | RemoteTwin,
        changes: AnyChanges,
        *,
        replications: int = 10,
        seed: int | None = None,
        until: Until = None,
        measures: Sequence[str] | None = None,
    ) -> Iterator[Effects]:
        """Yield what a difference would change, each time that more is known: a point after the
        first pair of replications, then intervals that tighten.

        Who wants no more closes the iterator (or lets go of it): the server stops, too.

        Args:
            about: the scenario, or the twin with all that has been made of it, as it is.
            changes: such as "stations[region=North].chargers += 2", or what a lever means.
            replications: pairs that are simulated.
            seed: of all draws, 0 or more; 1 by default, or that of the twin.
            until: where runs end, [s] or such as "1d 6h"; the horizon by default.
            measures: the KPIs that it is about; the usual ones by default.

        Raises:
            ScenarioError: the scenario is not valid, or the file holds none.
            ApiError: a change cannot be made, or that is more than is answered at once.
        """
        asked = _given(replications=replications, seed=seed, until=until, measures=measures)
        subject = {"twin_id": str(about.id)} if isinstance(about, RemoteTwin) else said_of(about)
        return effects(self._http, {**subject, "changes": texts_of(changes), **asked})

    def close(self) -> None:
        """End all connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Client of {self.url}>"


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _said_of_plan(plan: Any) -> dict[str, Any]:
    from voltwin.experiment.plan_file import load_plan

    asked = plan if isinstance(plan, Sweep) else load_plan(plan)
    fields = _given(**asked.as_dict())
    fields.pop("scenario", None)
    return {**said_of(asked.scenario), **fields}
