"""The tables of a scenario, and those of the same with more interventions."""

import copy
from collections.abc import Sequence

from voltwin.scenario.interventions import AnyIntervention, DemandSurge
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.tables.network import Network
from voltwin.scenario.tables.scripted import Scripted
from voltwin.scenario.tables.surging import with_surges
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Battery, Parameters, Station, Vehicle
from voltwin_core.station.script import Disturbances, Line, Observation, Sight, Truck


def parameters(scenario: Scenario) -> Parameters:
    """Return the tables of a valid scenario, numbered as in docs/model.md §2."""
    return NetworkTables(scenario).parameters


class NetworkTables:
    """The tables of a scenario. They are never changed: those of a scenario with more interventions
    are others, which share what these have no part in."""

    parameters: Parameters

    def __init__(self, scenario: Scenario) -> None:
        """Fill the tables of a valid scenario."""
        network = Network(scenario)
        plain = network.fill()
        self._faults = network.faults
        self._known = len(scenario.interventions)  # interventions that are in them
        self._scripted = Scripted(scenario, as_array(plain.stations), network.inventory)
        self._fill(with_surges(plain, scenario))

    def extended(self, scenario: Scenario) -> "NetworkTables":
        """Return the tables of the scenario with more interventions, at the price of these.

        Args:
            scenario: valid, and the one that these tables are of but for what stands behind its
                interventions.
        """
        more: Sequence[AnyIntervention] = scenario.interventions[self._known :]
        other, former = copy.copy(self), self.parameters
        other._known, other._scripted = len(scenario.interventions), self._scripted.extended(more)
        surges = any(isinstance(what, DemandSurge) for what in more)
        other._fill(with_surges(former, scenario) if surges else former)
        return other

    def _fill(self, former: Parameters) -> None:
        """Put what is scripted into tables; what is not another by it is that of the former."""
        scripted, script, inventory = (
            self._scripted,
            self._scripted.script,
            self._scripted.inventory,
        )
        tables = former._replace(
            stations=Station.adopt(scripted.fill_stations()),
            disturbances=Disturbances.adopt(scripted.fill_disturbances(self._faults)),
            script=Line.adopt(scripted.lines),
            trucks=Truck.adopt(script.fill_trucks()),
            observations=Observation.adopt(script.fill_observations()),
            sights=Sight.adopt(script.fill_sights()),
        )
        if (inventory.batteries, inventory.vehicles) != (
            len(former.batteries),
            len(former.vehicles),
        ):
            tables = tables._replace(
                batteries=Battery.adopt(inventory.fill_batteries()),
                vehicles=Vehicle.adopt(inventory.fill_vehicles()),
            )
        self.parameters = tables
