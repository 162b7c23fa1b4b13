"""Own stations: from a table with names, places and swaps per day to a simulated week.

python examples/own_stations.py

The table is as a spreadsheet saves it in much of Europe: semicolons between cells, decimal commas.
"""

from pathlib import Path

import voltwin

TABLE = Path(__file__).with_name("stations.csv")

# What the table does not say (chargers, batteries, bays, ...) is sized for its demand, or a
# default; `voltwin import stations.csv` shows all of it before it writes anything.
scenario = voltwin.import_stations(TABLE, utc_offset="+01:00")
print(scenario)
for station in scenario.stations[:3]:
    chargers = sum(group.count for group in station.chargers)
    print(
        f"  {station.name}: {station.swaps_per_day:g} swaps a day, {chargers} chargers, "
        f"{station.batteries} batteries, bays: {station.bays}"
    )

run = voltwin.run(scenario, seed=1, folder="results/own")
total = run.kpis.total.to_pylist()[0]
print(f"{total['swaps']:,} of {total['arrivals']:,} served, {total['lost_share']:.1%} lost")
print(f"Open {run.folder}/report.html in a browser.")
