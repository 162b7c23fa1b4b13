"""The answer of a sizing in words: how many, where, what does it cost, how sure."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeAlias

import pyarrow as pa

from voltwin.experiment.experiment import Experiment
from voltwin.experiment.sizing.costs import unit_of
from voltwin.experiment.sizing.goal import amount
from voltwin.experiment.sizing.sizing_plan import Sizing
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import money, number

Row: TypeAlias = dict[str, Any]
_PLURAL = {"charger": "chargers", "battery": "batteries", "bay": "bays"}


def in_words(experiment: Experiment) -> str:
    """Return what came out of a sizing, in a few sentences."""
    from voltwin.experiment.sizing.course import sizing_of

    asked = sizing_of(experiment.plan)
    if asked.goal.is_front:
        return _of_front(asked, experiment.table("front").to_pylist())
    rows = experiment.table("confirmed").to_pylist()
    where = experiment.table("where")
    if rows[-1]["confirmed"]:
        return _of_answer(asked, rows[-1], where.to_pylist())
    return _of_none(asked, rows, where)


def _of_answer(asked: Sizing, row: Row, where: Sequence[Row]) -> str:
    goal, measure = asked.goal, asked.goal.measure
    side = "at least" if goal.sign < 0.0 else "at most"
    sure = (
        f"{_capital(label_of(measure))} is {side} {amount(measure, row['bound'])} with "
        f"{_percent(goal.confidence)} confidence: {amount(measure, row['mean'])} in the mean of "
        f"{number(row['replications'])} replications that the search has not seen."
    )
    if not where:
        return f"Nothing need be added. {sure}"
    return f"{_units(where)} more{_places(where)}, {_price(asked, row['cost'])}. {sure}"


def _of_none(asked: Sizing, rows: Sequence[Row], where: pa.Table) -> str:
    goal, measure = asked.goal, asked.goal.measure
    nearest = min(rows, key=lambda row: goal.excess(row["bound"]))
    listed = where.to_pylist()
    added = f"{_units(listed)}, {_price(asked, nearest['cost'])}" if listed else "nothing"
    return (
        f"No design is confirmed to keep {goal} with {_percent(goal.confidence)} confidence. "
        f"Nearest is to add {added}: {label_of(measure)} is {amount(measure, nearest['mean'])} in "
        f"the mean of {number(nearest['replications'])} fresh replications, its bound "
        f"{amount(measure, nearest['bound'])}."
    )


def _of_front(asked: Sizing, rows: Sequence[Row]) -> str:
    measure = asked.goal.measure
    ends = [
        f"{amount(measure, row['mean'])} for {money(row['cost'])} {asked.currency} a year"
        for row in (rows[0], rows[-1])
    ]
    if len(rows) == 1:
        return f"Nothing that can be added makes {label_of(measure)} better: it is {ends[0]}."
    said = f"{label_of(measure)} from {ends[0]} to {ends[1]}"
    return f"{number(len(rows))} designs are worth their cost: {said}."


def _units(where: Sequence[Row]) -> str:
    """Return what is added: `14 chargers and 6 batteries`."""
    counts: Counter[str] = Counter()
    for row in where:
        counts[unit_of(row["resource"])] += row["units"]
    named = [
        f"{number(units)} {unit if units == 1 else _PLURAL[unit]}" for unit, units in counts.items()
    ]
    return " and ".join([", ".join(named[:-1]), named[-1]] if named[1:] else named)


def _places(where: Sequence[Row]) -> str:
    places = list(dict.fromkeys(row["place"] for row in where if row["place"]))
    if not places:
        return ""
    most = 4
    more = f" and {len(places) - most} more places" if len(places) > most else ""
    return f" in {', '.join(places[:most])}{more}"


def _price(asked: Sizing, cost: float) -> str:
    return f"for {money(cost)} {asked.currency} a year"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _percent(share: float) -> str:
    return f"{100.0 * share:g} %"
