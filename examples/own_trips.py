"""Own trips: from a table of requests to a fleet whose trips are like those.

python examples/own_trips.py
python examples/own_trips.py REQUESTS.csv ROADS.json

Without arguments: 600 invented requests of a day, on the streets of the demo city. Roads are
node-link JSON, as OSMnx makes it for any city.
"""

import sys
from pathlib import Path

import voltwin
from voltwin.importing import counted_trips
from voltwin.scenario.files import scenario_of
from voltwin.scenario.fleet.references import graph_from
from voltwin.scenario.generate_roads import demo_roads

REQUESTS, *ROADS = map(Path, sys.argv[1:] or [Path(__file__).with_name("requests.csv")])

roads = graph_from(ROADS[0]) if ROADS else demo_roads()
columns = {name: name for name in ("from_lon", "from_lat", "to_lon", "to_lat", "time")}
trips = counted_trips(REQUESTS, cell_km=1.5, graph=roads, columns={} if ROADS else columns)
print(f"{trips.trips} trips between {len(trips.zones)} zones; {trips.off_the_map} off the map")
busiest = max(range(24), key=trips.profile.__getitem__)
print(f"Most depart at {busiest}:00, {trips.profile[busiest]:.2f} times the mean hour")

# A station in each of the ten zones to which most trips lead, and 300 taxis.
sites = sorted(trips.zones, key=lambda zone: zone["attraction"], reverse=True)[:10]
scenario = scenario_of(
    {
        "name": "own trips",
        "horizon": "1d",
        "battery_types": [{"id": "standard", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}],
        "station_defaults": {"chargers": {"count": 3, "power_kw": 80}, "batteries": 6},
        "stations": [{"id": f"at {of['id']}", "lon": of["lon"], "lat": of["lat"]} for of in sites],
        "fleet": {
            "classes": [
                {"id": "taxi", "count": 300, "trips_per_day": 70, "profile": trips.profile}
            ],
            "zones": trips.zones,
            "trips": {"flows": trips.flows, "bands": trips.bands},
        },
        "travel": {"graph": roads, "speed_profile": 0.7},
    }
)
voltwin.save(scenario, "own_trips.yaml")
print(f"{scenario} is in own_trips.yaml")
