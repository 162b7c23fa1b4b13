"""A scenario into the tables that both engines run on.

`parameters` is the way from one to the other, and `NetworkTables` that for a scenario whose
interventions become more; docs/model.md §2 gives the numbering.
"""

from voltwin.scenario.tables.extending import NetworkTables as NetworkTables
from voltwin.scenario.tables.extending import parameters as parameters
