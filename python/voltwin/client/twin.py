"""A twin on a server."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

import pyarrow as pa
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from voltwin.client.doing import Doing, Moment
from voltwin.client.errors import ApiError, LostAnswerError
from voltwin.client.http import SIMULATING_S, Http
from voltwin.client.journal import TWINS, done_after, made_of
from voltwin.client.streams import table_from
from voltwin.client.tables import table_of
from voltwin.client.twin_answers import Did, MadeInfo, Outcome, SnapshotInfo, TwinInfo
from voltwin.client.whole_run import WholeRun
from voltwin.client.with_scenario import WithScenario

if TYPE_CHECKING:
    from voltwin.client.watching import Watching
    from voltwin.scenario.scenario import Scenario
    from voltwin.twin.recipe import Recipe

TwinTable = Literal["total", "by_region", "by_station", "by_hour"]
_ON_THE_WAY = (502, 504)  # who stands between has no answer, and knows as little
_MOST_REPORTS = 10_000  # that the server takes at once


class RemoteTwin(Doing, WithScenario, WholeRun):
    """A twin on a server: a paced simulation that many may watch and command.

    Attributes:
        info: what the server told of it last.
        id: of the twin.
        name: for people.
    """

    def __init__(self, http: Http, info: TwinInfo) -> None:
        """Stand for a twin that the server has told of."""
        self._http, self.info = http, info
        self._path = f"{TWINS}/{info.id}"

    @property
    def id(self) -> UUID:
        """What it is called."""
        return self.info.id

    @property
    def name(self) -> str:
        """What people called it when the server told of it last."""
        return self.info.name

    def refresh(self) -> TwinInfo:
        """Ask where it is, and whether it plays, and return it."""
        self.info = TwinInfo.model_validate(self._http.get(self._path))
        return self.info

    @property
    def now(self) -> float:
        """Where it stands [s]; the server is asked each time."""
        return self.refresh().now_s

    def command(self, do: str, **fields: Any) -> Did:
        """Have something done, after the commands of all others before.

        Args:
            do: "play", "pause", "speed", "step", "seek" or "intervene".
            fields: of the command.

        Raises:
            ApiError: it is refused; nothing has changed.
            LostAnswerError: whether it was done is not known.
        """
        path, body = f"{self._path}/commands", {"do": do, **fields}
        try:
            told = self._http.post(path, body, longer=SIMULATING_S)
        except LostAnswerError as error:
            raise self._lost(do, self.info.commands, error) from None
        except ApiError as error:
            if error.status in _ON_THE_WAY:
                raise self._lost(do, self.info.commands, error) from None
            raise
        return Did.model_validate(told)

    def commands(self, after: int = 0) -> Iterator[Did]:
        """Yield what has been done to it, in order, asking for more as it is wanted.

        Args:
            after: number of the command before the first.
        """
        return done_after(self._http, self.id, after)

    def made(
        self,
        kind: Literal["interventions", "observations"] | None = None,
        *,
        station: str | None = None,
    ) -> Iterator[MadeInfo]:
        """Yield interventions and observations that it has, the latest made first, and then those
        that its scenario had itself, each with its times in seconds.

        Args:
            kind: of these alone; both by default.
            station: id of one that they name; all by default.
        """
        return made_of(self._http, self.id, kind, station)

    def watch(self, patience: float = 60.0) -> "Watching":
        """Return its live frames and messages, to be used in a `with` statement.

        Args:
            patience: for how long a connection that is lost is tried to be opened again [s]; 0 for
                never.

        Raises:
            ClientError: it cannot be watched; the error says why.
        """
        from voltwin.client.watching import Watching

        return Watching(self._http, self.id, patience)

    def kpis(self, table: TwinTable = "total") -> pa.Table:
        """Return KPIs from the start, or the end of the warm-up, to where it stands.

        Args:
            table: of the network, or of each region, station or hour.
        """
        return table_of(self._http.get(f"{self._path}/kpis/{table}", longer=SIMULATING_S))

    def stations(self) -> pa.Table:
        """Return what is seen of each station where it stands, a row a station; `now_s` is in the
        schema's metadata. `limit_kw` is null where there is no grid limit."""
        told = self._http.get(f"{self._path}/stations", longer=SIMULATING_S)
        table = pa.table({"station": told["stations"], **told["columns"]})
        return table.replace_schema_metadata({"now_s": repr(told["now_s"])})

    def observe(self, reports: Iterable[Mapping[str, Any] | BaseModel]) -> list[Outcome]:
        """Have it take over what a real network reports, late and out of order as it comes, and
        return what became of each report; those that are refused do not keep the others.

        Args:
            reports: such as {"id": "m-17", "at": "2026-01-06 07:30", "station": "north", "stock":
                {"ready": 5, "not_ready": 3}, "queue": 2, "chargers": {"0": "out"}}
                (docs/twins.md).
        """
        plain = [to_jsonable_python(one, by_alias=True, exclude_none=True) for one in reports]
        found: list[Outcome] = []
        for begin in range(0, len(plain), _MOST_REPORTS):
            body = {"reports": plain[begin : begin + _MOST_REPORTS]}
            told = self._http.post(f"{self._path}/observations", body, longer=SIMULATING_S)
            outcomes = map(Outcome.model_validate, told)
            found += [one.model_copy(update={"number": begin + one.number}) for one in outcomes]
        return found

    def forecast(
        self,
        hours: float = 6.0,
        *,
        replications: int = 20,
        seed: int = 1,
        stations: Sequence[str] | None = None,
        of: Literal["stations", "regions", "total"] = "stations",
        keep: bool = False,
    ) -> pa.Table:
        """Have it simulated on from where it stands, many times with other draws, and return the
        bands of what comes of that: a row for each station, measure and quarter of an hour, with
        the quantiles `q05` to `q95` (docs/forecasts.md).

        Args:
            hours: how far [h].
            replications: that go on from here.
            seed: of the draws from here on.
            stations: ids of those wanted; all by default.
            of: each station, or sums over those of each region, or over all of them.
            keep: it is scored when its time is observed; that needs the role of a planner.

        Raises:
            ApiError: there is no such station, or that is more than is answered at once.
        """
        asked = {"hours": hours, "replications": replications, "seed": seed, "of": of}
        with self._http.stream(
            f"{self._path}/forecast",
            method="POST" if keep else "GET",
            longer=SIMULATING_S,
            stations=stations,
            format="arrow",
            **asked,
        ) as response:
            return table_from(response.iter_bytes())

    def scores(self, by: Literal["total", "by_lead", "by_station"] = "total") -> pa.Table:
        """Return how good its past forecasts were against what was then observed: coverage of their
        bands, mean pinball loss, that of what was seen last, and skill (docs/forecasts.md).

        Args:
            by: in all, by how long before, or by station; always by measure.
        """
        return table_of(self._http.get(f"{self._path}/forecast/scores", longer=SIMULATING_S)[by])

    def recipe(self) -> "Recipe":
        """Return all that it is made of: a twin of it has the same event log."""
        from voltwin.twin.recipe_text import recipe_of

        return recipe_of(self._http.get(f"{self._path}/recipe", longer=SIMULATING_S))

    def scenario(self) -> "Scenario":
        """Return its scenario with all that was made of it: a run of that with the twin's seed has
        the twin's event log."""
        return self.recipe().scenario_in_full()

    def fork(self, name: str | None = None, *, at: Moment | None = None) -> "RemoteTwin":
        """Return a twin that shares its past, and has its own recipe from then on.

        Args:
            name: for people; this one's by default.
            at: when they part; where it stands by default.
        """
        fields = {"name": name, "at": at}
        body = {field: value for field, value in fields.items() if value is not None}
        told = self._http.post(f"{self._path}/fork", body, longer=SIMULATING_S)
        return RemoteTwin(self._http, TwinInfo.model_validate(told))

    def rename(self, name: str) -> None:
        """Give it another name."""
        self.info = TwinInfo.model_validate(self._http.patch(self._path, {"name": name}))

    def delete(self) -> None:
        """Delete it with its snapshots."""
        self._http.delete(self._path)

    def take_snapshot(self) -> SnapshotInfo:
        """Keep it as it is, for twins to be made from."""
        told = self._http.post(f"{self._path}/snapshots", longer=SIMULATING_S)
        return SnapshotInfo.model_validate(told)

    def snapshots(self) -> list[SnapshotInfo]:
        """Return its snapshots, the newest first."""
        told = self._http.get(f"{self._path}/snapshots")
        return [SnapshotInfo.model_validate(one) for one in told]

    def delete_snapshot(self, snapshot: SnapshotInfo | UUID | str) -> None:
        """Delete one of its snapshots; twins that were made from it stay."""
        name = snapshot.id if isinstance(snapshot, SnapshotInfo) else snapshot
        self._http.delete(f"{self._path}/snapshots/{name}")

    def __repr__(self) -> str:
        return f"<Twin {self.name!r} {self.id} on {self._http.address.url}>"
