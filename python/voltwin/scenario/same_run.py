"""Whether a run would notice in what two scenarios differ."""

from voltwin.scenario.scenario import Scenario
from voltwin.scenario.tables import parameters
from voltwin_bindings.nested import Array, flattened


def same_run(one: Scenario, other: Scenario) -> bool:
    """Return whether the engines make no difference between two scenarios: whatever differs is read
    from the results alone, such as prices and names."""
    tables, others = (flattened(parameters(scenario)).arrays for scenario in (one, other))
    return all(_same_bits(tables[name], others[name]) for name in tables)


def _same_bits(one: Array, other: Array) -> bool:
    """Compare arrays field by field: what lies between the fields of a row is anything."""
    if one.dtype.names:
        return all(_same_bits(one[name], other[name]) for name in one.dtype.names)
    return one.tobytes() == other.tobytes()
