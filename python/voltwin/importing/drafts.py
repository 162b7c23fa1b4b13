"""Rows of a table as drafts of stations: values by field, every wrong cell told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from voltwin.importing import numbers
from voltwin.importing.columns import DEMAND, Use
from voltwin.importing.hours import by_days
from voltwin.scenario.cells import TEXTS, Probe, text_of
from voltwin.scenario.decimals import has_decimal_commas
from voltwin.scenario.table_files import Row


@dataclass
class Draft:
    """A station in the making."""

    place: str  # file:line, or file: feature 3
    texts: dict[str, str]  # of the cells that are filled, by field
    values: dict[str, Any]  # in the units of the scenario, by field
    wrong: list[str] = field(default_factory=list)  # one line each

    def refuse(self, column: str, why: str) -> None:
        """Keep what is wrong with a cell."""
        self.wrong.append(f'{self.place}: column "{column}": {why}')


def drafts(
    rows: Sequence[Row], uses: Sequence[Use], delimiter: str | None
) -> tuple[list[Draft], bool]:
    """Return a draft for each row, its values converted but not yet checked, and whether numbers
    were read with decimal commas."""
    made = [Draft(row.place, _texts(row, uses), {}) for row in rows]
    commas = has_decimal_commas(_number_texts(made), delimiter)
    for draft in made:
        for use in uses:
            if use.field in draft.texts:
                draft.values[use.field] = _value(use, draft.texts[use.field], commas)
    return made, commas


def _texts(row: Row, uses: Sequence[Use]) -> dict[str, str]:
    texts = {use.field: text_of(row.cells.get(use.column)) for use in uses}
    return {field: text for field, text in texts.items() if text}


def _number_texts(made: Sequence[Draft]) -> Iterator[str]:
    for draft in made:
        yield from (text for field, text in draft.texts.items() if field not in TEXTS)


def _value(use: Use, text: str, commas: bool) -> Any:
    if use.field == "opening_hours":
        return by_days(text)
    value = numbers.value(use.field, text, decimal_commas=commas)
    if use.unit.is_converted and isinstance(value, int | float):
        return float(f"{value * use.unit.factor + use.unit.offset:.6g}")
    return value


def check(made: Sequence[Draft], uses: Sequence[Use]) -> None:
    """Tell of every value that its field cannot have."""
    probe = Probe()
    for draft in made:
        for use in uses:
            if use.field in draft.texts:
                problem = _problem(probe, use, draft)
                if problem:
                    draft.refuse(use.column, problem)


def _problem(probe: Probe, use: Use, draft: Draft) -> str | None:
    given, text = draft.values[use.field], draft.texts[use.field]
    if use.field == "chargers":
        problem = probe.problem("chargers", {"count": given, "power_kw": 1.0})
    elif use.field == "charger_kw":
        problem = probe.problem("chargers", {"count": 1, "power_kw": given})
    elif use.field == DEMAND and not isinstance(given, int | float):
        problem = f'given "{text}", must be a number'
    else:
        problem = probe.problem(use.field, given)
    if problem and isinstance(given, str) and use.field not in TEXTS and ";" not in problem:
        return problem + numbers.hint(text)
    if problem and use.unit.is_converted:
        return f"{problem}, after conversion from {use.unit.text}"
    return problem
