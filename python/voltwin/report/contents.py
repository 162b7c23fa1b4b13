"""What stands in a report between headline and recipe, in this order; page and PDF follow it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from voltwin.report.document import Document
from voltwin.report.done import about, done
from voltwin.report.figures.driving import driving
from voltwin.report.figures.earnings import earnings
from voltwin.report.figures.heat_map import heat_map
from voltwin.report.figures.inventory import inventory
from voltwin.report.figures.losses import losses
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.figures.power import power
from voltwin.report.figures.ranking import ranking
from voltwin.report.figures.station_map import station_map
from voltwin.report.figures.trips import trips
from voltwin.report.figures.waits import waits
from voltwin.report.fleet import fleet_classes
from voltwin.report.money import accounts
from voltwin.report.recipe import facts, recipe
from voltwin.report.section import Section
from voltwin.report.tiles import tiles
from voltwin.report.why import LEVERS_NOTE, Explanation, levers_table
from voltwin.wording.headline import headline_of
from voltwin.wording.totals import scope

if TYPE_CHECKING:
    from voltwin.results import Run


_OVER_TIME: tuple[tuple[str, str, "Callable[[Run], Plot | Missing]"], ...] = (
    ("section-waits", "Waits", waits),
    ("section-losses", "Losses", losses),
    ("section-hours", "Hour by hour", heat_map),
    ("section-batteries", "Batteries", inventory),
    ("section-power", "Power", power),
)


def document(run: "Run", parts: list[Section]) -> Document:
    """Return the contents of a report with these parts."""
    return Document(
        title=run.scenario.name,
        scope=scope(run.kpis),
        headline=headline_of(run.kpis),
        tiles=tiles(run),
        sections=parts,
        recipe=recipe(run),
        facts=facts(run),
    )


def sections(run: "Run", explanation: Explanation | None = None) -> list[Section]:
    """Return the parts of a report; none if the run has not left its warm-up."""
    return with_why(figures(run), explanation)


def figures(run: "Run") -> list[Section]:
    """Return the parts that need no explanation."""
    if run.kpis.total["observed_h"][0].as_py() == 0.0:
        return []
    found = []
    if run.kpis.by_station.num_rows > 1:
        found.append(Section("section-stations", "Stations", (station_map(run), ranking(run))))
    interventions = done(run)
    if interventions is not None:
        said = (about(run),)
        found.append(Section("section-done", "What was done", (), said, interventions))
    if run.kpis.has_fleet:
        found += _fleet(run)
    found += [Section(name, title, (plot(run),)) for name, title, plot in _OVER_TIME]
    books = accounts(run.kpis)
    if books is not None:
        found.append(Section("section-money", "Money", (earnings(run),), table=books))
    return found


def _fleet(run: "Run") -> list[Section]:
    return [
        Section("section-fleet", "Fleet", (trips(run),), table=fleet_classes(run.kpis)),
        Section("section-driving", "Driving", (driving(run),)),
    ]


def with_why(parts: list[Section], explanation: Explanation | None) -> list[Section]:
    """Return the parts with the explanation, if there is one, after the map of the stations."""
    if explanation is None or not parts:
        return parts
    table = levers_table(explanation)
    noted = table is not None and any(name.startswith("+") for name in table.column_names)
    said = (explanation.summary, *([f"{LEVERS_NOTE}."] if noted else []))
    why = Section("section-why", "Why", (), said, table)
    after = 1 if parts[0].name == "section-stations" else 0
    return [*parts[:after], why, *parts[after:]]
