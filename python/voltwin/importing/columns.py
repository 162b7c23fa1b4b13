"""Which column is which field: as the user says, else by its name."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from voltwin.importing.fields import FIELDS
from voltwin.importing.header import Header, header
from voltwin.importing.units import (
    POWER,
    Unit,
    core,
    demand_unit,
    has_power_unit,
    has_unit,
    measured,
    unit_of,
)

DEMAND = "swaps_per_day"


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
            unit = unit_of(field, header(column))
            found.append(Use(field, column, unit, is_told=field in told))
    return found


def _named(field: str, names: Mapping[str, Header]) -> str | None:
    """Return the column whose name is the field's."""
    if field == DEMAND:
        return _demand(names)
    for synonym in (field, *FIELDS[field][1]):
        wanted = header(synonym)
        for column, name in names.items():
            if _is_named(field, name, wanted):
                return column
    return None


def _is_named(field: str, name: Header, wanted: Header) -> bool:
    """Return whether a column's name is a field's; "charger [kW]" is a power and no count."""
    if measured(field) is POWER and has_power_unit(name):
        return core(name) == core(wanted)
    if measured(field) not in (None, POWER) and has_unit(name) and core(name) == core(wanted):
        return True
    in_other_unit = measured(field) is not POWER and has_power_unit(name)
    return name.squashed == wanted.squashed and not in_other_unit


def _demand(names: Mapping[str, Header]) -> str | None:
    """Return the first column of demand whose name tells a period, else the first one."""
    units = {column: unit for column, name in names.items() if (unit := demand_unit(name))}
    return next((column for column, unit in units.items() if unit.is_told), next(iter(units), None))
