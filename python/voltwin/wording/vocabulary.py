"""The vocabulary of KPIs: what each is called, counted in, means, and which way it is better.

Everything that shows a KPI takes its words from here: the API tells them (`GET /api/measures`), and
the page is built with them.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from voltwin.experiment.measures import Direction, better_of
from voltwin.kpis.columns import COLUMNS, SHARE, Description
from voltwin.kpis.fleet_columns import FLEET_COLUMNS, NAMING
from voltwin.kpis.money_columns import MONEY_COLUMNS, described
from voltwin.wording.measures import label_of

CURRENCY = "currency"  # stands in units for the scenario's own

About: TypeAlias = Literal["network", "fleet"]
Kind: TypeAlias = Literal["visits", "waits", "use", "batteries", "energy", "money", "driving"]

_OF_BATTERIES = {"batteries", "cycles"}
_HEALTH = {"fade_kwh", "soh_mean", "soh_min"}
_EQUIPMENT = ("bay_", "charger_")


class Word(NamedTuple):
    """A KPI in words.

    Attributes:
        of: whom it is about: stations (a network, a region, one) or the vehicles of a fleet. What
            both have is described twice.
        name: in the KPI tables.
        label: for people, as it stands in a sentence.
        unit: of its values; "1" of shares, with `CURRENCY` of money.
        meaning: in a sentence.
        better: which way it is better by itself; None where that cannot be said.
        kind: what sort of thing it tells of, to find it among many.
    """

    of: About
    name: str
    label: str
    unit: str
    meaning: str
    better: Direction | None
    kind: Kind


def vocabulary() -> tuple[Word, ...]:
    """Return all KPIs that a run may have, in the order of their tables."""
    return (*_of_network(), *_of_fleet())


def _of_network() -> Iterator[Word]:
    for column in COLUMNS:
        about = (column.name, column.unit, column.meaning)
        yield _word("network", about, _kind(column.name, column.unit))
    for_money = {column.name for column in MONEY_COLUMNS}
    for about in described(CURRENCY):
        if about[0] in for_money:
            yield _word("network", about, "money")


def _of_fleet() -> Iterator[Word]:
    counted = next(about for about in NAMING if about[0] == "vehicles")
    columns = ((column.name, column.unit, column.meaning) for column in FLEET_COLUMNS)
    for about in (counted, *columns):
        yield _word("fleet", about, "driving")


def _word(of: About, about: Description, kind: Kind) -> Word:
    name, unit, meaning = about
    return Word(of, name, label_of(name), unit, meaning, better_of(name), kind)


def _kind(name: str, unit: str) -> Kind:
    """Return what a KPI of stations tells of."""
    if unit == SHARE and name.startswith(_EQUIPMENT):
        return "use"
    if unit in _OF_BATTERIES or name in _HEALTH:
        return "batteries"
    if unit in ("kWh", "kW"):
        return "energy"
    return "waits" if unit == "s" else "visits"
