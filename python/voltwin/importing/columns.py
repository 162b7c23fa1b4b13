"""Which column is which field: as the user says, else by its name."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from voltwin.importing.fields import FIELDS
from voltwin.importing.header import Header, header
from voltwin.importing.units import (
    Unit,
    demand_unit,
    has_power_unit,
    period_unit,
    plain,
    power_unit,
)

DEMAND = "swaps_per_day"
POWERS = ("charger_kw", "grid_limit_kw")


class Use(NamedTuple):
    """What a column is used for."""

    field: str
    column: str
    unit: Unit  # of the column
    is_told: bool  # by the user, not by its name


def uses(columns: Sequence[str], told: Mapping[str, str | None]) -> list[Use]:
    """Return what columns are used for, in the order of `FIELDS`; each for one field at most.

    Args:
        columns: of the table.
        told: columns of fields; None keeps a field from being taken from the table.
    """
    names = {column: header(column) for column in columns if column}
    taken = {column for column in told.values() if column}
    found = []
    for field in FIELDS:
        if field in told:
            column = told[field] or None
        else:
            free = {column: name for column, name in names.items() if column not in taken}
            column = _named(field, free)
        if column is not None:
            taken.add(column)
            unit = _unit(field, header(column))
            found.append(Use(field, column, unit, is_told=field in told))
    return found


def _named(field: str, names: Mapping[str, Header]) -> str | None:
    """Return the column whose name is the field's."""
    if field == DEMAND:
        return _demand(names)
    for synonym in (field, *FIELDS[field][1]):
        wanted = header(synonym)
        for column, name in names.items():
            in_power = has_power_unit(name)
            if field in POWERS and in_power and plain(name) == plain(wanted):
                return column
            if name.squashed == wanted.squashed and (field in POWERS or not in_power):
                return column
    return None


def _demand(names: Mapping[str, Header]) -> str | None:
    """Return the first column of demand whose name tells a period, else the first one."""
    units = {column: unit for column, name in names.items() if (unit := demand_unit(name))}
    return next((column for column, unit in units.items() if unit.is_told), next(iter(units), None))


def _unit(field: str, name: Header) -> Unit:
    if field == DEMAND:
        return period_unit(name)
    if field in POWERS:
        return power_unit(name)
    return Unit(FIELDS[field][0], 1.0)
