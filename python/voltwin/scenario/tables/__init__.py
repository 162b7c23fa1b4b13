"""A scenario into the tables that both engines run on.

`parameters` is the only way from one to the other; docs/model.md §2 gives the numbering.
"""

from voltwin.scenario.tables.network import parameters as parameters
