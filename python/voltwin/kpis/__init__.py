"""KPIs: from an event log, or from what the compiled engine has summed, to tables.

cells = cells_from_log(log, parameters, end_s)    # the definition, or
cells = cells_from_world(world, end_s)            # the same numbers, kept during the run
kpis = Kpis(cells, parameters, names)
kpis.by_region                                    # a pyarrow table; COLUMNS says what is in it
"""
